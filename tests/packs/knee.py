"""Leaflets on a new knee joint, and questions about them: only totals of this set are looked at."""

from typing import Final

from tests.packs.making import Leaflet

BEFORE: Final = Leaflet(
    "Before Your Knee Replacement",
    "Harbour Orthopaedic Unit",
    "2024-03-11",
    (
        (
            "Getting Your Home Ready",
            "Take up loose rugs and move cables out of the way, because you will walk on crutches. "
            "Put the things you use daily at waist height. Freeze a fortnight of meals, as you "
            "will not stand at the stove for long.",
        ),
        (
            "Fasting",
            "Eat nothing for six hours before the operation. Water is allowed until two hours "
            "before. Chewing gum counts as food.",
        ),
        (
            "What to Bring",
            "Bring flat shoes with a closed heel, a dressing gown that is not too long, and your "
            "walking stick. Leave jewellery and large sums of money at home: we cannot look after "
            "them.",
        ),
        (
            "The Anaesthetic",
            "Most patients have an injection in the lower back, which numbs both legs for about "
            "four hours, and sleep lightly. A full anaesthetic is possible where the back does not "
            "allow it.",
        ),
    ),
)
WARD: Final = Leaflet(
    "Your Days on the Ward",
    "Harbour Orthopaedic Unit",
    "2024-03-11",
    (
        (
            "The First Steps",
            "A physiotherapist helps you out of bed on the day of the operation. On the second day "
            "you walk to the end of the corridor with crutches, and on the third you climb stairs.",
        ),
        (
            "Visitors",
            "Visitors are welcome between two and eight in the afternoon. No more than two people "
            "should sit at a bed. Flowers are not allowed on the ward.",
        ),
        (
            "Preventing Clots",
            "You inject a blood thinner under the skin of the belly once a day for fourteen days. "
            "Tight stockings are worn day and night for six weeks. Moving the feet up and down "
            "every hour keeps the blood flowing.",
        ),
        (
            "Going Home",
            "You go home when you can manage stairs and dress by yourself, which is usually on the "
            "third or fourth day. Somebody has to collect you by car.",
        ),
    ),
)
HOME: Final = Leaflet(
    "At Home With a New Knee",
    "Harbour Orthopaedic Unit",
    "2023-10-30",
    (
        (
            "The Wound",
            "The clips are taken out by the practice nurse after twelve days. Until then, shower "
            "with a waterproof plaster and do not bathe. A little clear fluid is normal in the "
            "first week.",
        ),
        (
            "Swelling",
            "The leg stays swollen for up to three months, and more so in the evening. Lie down "
            "with the foot above the heart and cool the knee for fifteen minutes with a bag of "
            "frozen peas in a towel.",
        ),
        (
            "Exercises",
            "Bend and stretch the knee ten times every hour while you are awake. Stop a movement "
            "when the pain becomes sharp. A stationary bicycle is good from the third week on.",
        ),
        (
            "Driving and Work",
            "Most people drive again after six weeks, when they can brake hard without pain. "
            "Office work is possible after six weeks, heavy work after three months.",
        ),
        (
            "Kneeling, Gardening and Sport",
            "Kneeling feels odd but harms nothing; use a cushion. Swimming, walking and dancing "
            "are good. Jogging and singles tennis wear the plastic out and should be given up.",
        ),
        (
            "How Long It Lasts",
            "Nine out of ten artificial knees still work after fifteen years. Being heavy shortens "
            "that time.",
        ),
    ),
)
LEAFLETS: Final = (BEFORE, WARD, HOME)

QUESTIONS: Final = (
    ("should I do anything to my house first", "Getting Your Home Ready"),
    ("do I need to roll up the carpet", "Getting Your Home Ready"),
    ("who is going to do my cooking", "Getting Your Home Ready"),
    ("can I have breakfast that morning", "Fasting"),
    ("when do I have to stop drinking", "Fasting"),
    ("am I allowed to suck a sweet or chew something", "Fasting"),
    ("what do I pack", "What to Bring"),
    ("which shoes are best", "What to Bring"),
    ("shall I take my wedding ring off", "What to Bring"),
    ("will I be awake while they do it", "The Anaesthetic"),
    ("do you get a needle in your spine", "The Anaesthetic"),
    ("how long until I feel my legs again", "The Anaesthetic"),
    ("how soon do they get you up", "The First Steps"),
    ("when can I manage the stairs", "The First Steps"),
    ("will I need crutches", "The First Steps"),
    ("when can my family come and see me", "Visitors"),
    ("can my daughter bring roses", "Visitors"),
    ("how many friends can come at once", "Visitors"),
    ("do I have to give myself jabs", "Preventing Clots"),
    ("how long do I have to keep those stockings on", "Preventing Clots"),
    ("what do you do against thrombosis", "Preventing Clots"),
    ("how many nights will I be in hospital", "Going Home"),
    ("can I take the bus home", "Going Home"),
    ("when do they let you out", "Going Home"),
    ("when do the staples come out", "The Wound"),
    ("may I have a bath", "The Wound"),
    ("it's weeping a bit, is that ok", "The Wound"),
    ("why is my leg still so puffy", "Swelling"),
    ("should I put ice on it", "Swelling"),
    ("when will the swelling go down", "Swelling"),
    ("how often do I practise bending", "Exercises"),
    ("can I use an exercise bike", "Exercises"),
    ("what if it hurts when I do my exercises", "Exercises"),
    ("when am I fit to drive", "Driving and Work"),
    ("how long will I be off sick", "Driving and Work"),
    ("I'm a bricklayer, when can I go back", "Driving and Work"),
    ("can I kneel down to weed the flower beds", "Kneeling, Gardening and Sport"),
    ("will I be able to go running", "Kneeling, Gardening and Sport"),
    ("is ballroom dancing out of the question", "Kneeling, Gardening and Sport"),
    ("how many years before it wears out", "How Long It Lasts"),
    ("does my weight matter", "How Long It Lasts"),
    ("will I need it done again one day", "How Long It Lasts"),
)
"""Lay questions, and the section that answers each."""

OUTSIDE: Final = (
    "what is the new knee made of",
    "how big is the scar going to be",
    "how many of these have you done",
    "can I have both knees done at once",
    "what happens if it gets infected",
    "can I fly on holiday afterwards",
    "will it beep at the airport",
    "when can we have sex again",
    "is there an alternative to surgery",
    "does cortisone help",
    "what is arthritis",
    "how long is the waiting list",
    "what does it cost privately",
    "can I choose my surgeon",
    "how long does a hip replacement last",
    "does shoulder surgery hurt",
    "how do I treat a sprained ankle",
    "can you help with my bunions",
    "is acupuncture any use",
    "what's on television in the rooms",
    "do you have wifi",
    "where is the cafeteria",
    "what's for lunch",
    "how do I get to the car park",
    "can I have my eyes lasered",
    "when is the flower shop open",
    "how do I defrost peas",
    "which tyres are best for my bicycle",
    "how long does a car battery last",
    "who won the tennis",
    "how do I learn to tango",
    "what is the capital of Norway",
    "when should I prune my roses",
    "how do I get a wine stain out of a rug",
)
"""Questions that the leaflets do not answer."""
