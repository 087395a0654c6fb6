"""Leaflets on dental braces, and questions about them: numbers are chosen on this set."""

from typing import Final

from tests.packs.making import Leaflet

LIVING: Final = Leaflet(
    "Living With Braces",
    "Millbrook Orthodontics",
    "2024-01-08",
    (
        (
            "What Braces Do",
            "Braces move teeth with gentle, steady pressure from a wire. The bone in front of a "
            "tooth dissolves and grows again behind it. Most treatments take between eighteen and "
            "twenty-four months.",
        ),
        (
            "Eating and Drinking",
            "Choose soft meals such as soup, pasta and mashed potatoes in the first days. Hard and "
            "sticky food, for example toffee, nuts and crusty bread, bends the wire and tears off "
            "brackets. Cut apples and carrots into small pieces. Fizzy drinks dissolve the enamel "
            "around the brackets.",
        ),
        (
            "Discomfort",
            "Teeth feel tender for three to five days after each adjustment. A painkiller that you "
            "normally take for headaches is enough. Press a small ball of wax over a bracket that "
            "rubs against the cheek.",
        ),
        (
            "Sports and Music",
            "Wear a mouthguard for rugby, hockey and martial arts. A trumpet or a flute feels "
            "awkward for about two weeks, until the lips have learned their new position.",
        ),
        (
            "Visits",
            "The wire is tightened every six to eight weeks, and a visit lasts twenty minutes. A "
            "missed visit makes the whole treatment longer.",
        ),
    ),
)
CLEANING: Final = Leaflet(
    "Keeping Braces Clean",
    "Millbrook Orthodontics",
    "2023-11-20",
    (
        (
            "Brushing",
            "Brush for three minutes after every meal, first above the brackets and then below "
            "them. An electric toothbrush is as good as one that is moved by hand. Replace the "
            "head every two months, because metal wears the bristles down.",
        ),
        (
            "Between the Teeth",
            "Food hides under the wire. Thread a stiff floss beneath it once a day, or use a tiny "
            "bottle-shaped brush.",
        ),
        (
            "Rinses and Fluoride",
            "A fluoride rinse at bedtime protects the enamel from white spots. Whitening products "
            "are not to be used, because the tooth under the bracket stays darker.",
        ),
    ),
)
AFTERWARDS: Final = Leaflet(
    "When the Braces Come Off",
    "Millbrook Orthodontics",
    "2022-05-02",
    (
        (
            "Taking Them Off",
            "The brackets are snapped off with pliers and the glue is polished away. This takes "
            "about an hour and needs no injection.",
        ),
        (
            "Wearing a Retainer",
            "Teeth drift back as long as the bone around them is soft. A retainer is worn day and "
            "night for six months and after that only in bed. Many people keep on with it for "
            "life.",
        ),
        (
            "Caring for a Retainer",
            "Rinse the retainer under cold water and brush it without paste. Hot water warps the "
            "plastic. Keep it in its case: retainers wrapped in a napkin are thrown away at every "
            "school lunch.",
        ),
        (
            "A Broken or Lost Retainer",
            "A new one costs ninety pounds and is ready in a week. Come soon, since teeth begin to "
            "move within days.",
        ),
    ),
)
LEAFLETS: Final = (LIVING, CLEANING, AFTERWARDS)

QUESTIONS: Final = (
    ("how do they actually shift your teeth", "What Braces Do"),
    ("how long will I have to have these on for", "What Braces Do"),
    ("does the jaw bone change", "What Braces Do"),
    ("can I still have sweets", "Eating and Drinking"),
    ("is coke bad for them", "Eating and Drinking"),
    ("what can I eat when they've just been put on", "Eating and Drinking"),
    ("am I allowed an apple", "Eating and Drinking"),
    ("what happens if I bite on something hard", "Eating and Drinking"),
    ("how long is it going to be sore for", "Discomfort"),
    ("what can you take for the ache", "Discomfort"),
    ("the metal is scratching the inside of my mouth", "Discomfort"),
    ("is it normal that my teeth hurt after tightening", "Discomfort"),
    ("can I still play football or do judo", "Sports and Music"),
    ("will I be able to play the clarinet", "Sports and Music"),
    ("do I need something to protect my mouth at hockey", "Sports and Music"),
    ("how often do I have to come in", "Visits"),
    ("does it matter if I skip one appointment", "Visits"),
    ("how long am I in the chair each time", "Visits"),
    ("how should I clean my teeth with all this metal", "Brushing"),
    ("do I need an electric brush", "Brushing"),
    ("how many times a day should you brush", "Brushing"),
    ("when do I need a new toothbrush", "Brushing"),
    ("how do I get bits out from under the wire", "Between the Teeth"),
    ("do I still have to floss", "Between the Teeth"),
    ("should I use mouthwash", "Rinses and Fluoride"),
    ("can I bleach my teeth while they're on", "Rinses and Fluoride"),
    ("how do I avoid white marks", "Rinses and Fluoride"),
    ("does it hurt when they take them off", "Taking Them Off"),
    ("how do they get the glue off", "Taking Them Off"),
    ("how long does removal take", "Taking Them Off"),
    ("why do I need to wear a thing at night afterwards", "Wearing a Retainer"),
    ("will my teeth go crooked again", "Wearing a Retainer"),
    ("do I have to wear the retainer for ever", "Wearing a Retainer"),
    ("how do I wash the retainer", "Caring for a Retainer"),
    ("can I put it in boiling water", "Caring for a Retainer"),
    ("where should I keep it while I eat", "Caring for a Retainer"),
    ("I've left my retainer on the bus", "A Broken or Lost Retainer"),
    ("what does a replacement cost", "A Broken or Lost Retainer"),
    ("mine has cracked, how quickly do I get another", "A Broken or Lost Retainer"),
)
"""Lay questions, and the section that answers each."""

OUTSIDE: Final = (
    "what do braces cost",
    "are invisible aligners any good",
    "am I too old for braces",
    "can I get coloured brackets",
    "do I need teeth pulled first",
    "will they set off a metal detector",
    "can you kiss with braces",
    "what if I swallow a bracket",
    "do braces give you a lisp",
    "can I have an MRI scan with braces",
    "is it covered by my insurance",
    "how long do dental implants last",
    "does a root canal hurt",
    "how do I clean my contact lenses",
    "when do wisdom teeth come through",
    "how much is a crown",
    "what are veneers",
    "does a filling contain mercury",
    "how often should I change my razor blade",
    "how do I get glue off a table",
    "how do I clean a trumpet",
    "can dogs eat apples",
    "where do I leave my coat",
    "what time do you open",
    "is there somewhere to park",
    "who is the head dentist",
    "how long does a flight to Rome take",
    "when is the next train",
    "what is the weather like",
    "how do I renew my passport",
    "which school is the best here",
    "why is the sky blue",
    "should I get a flu jab",
    "do knee braces help with running",
)
"""Questions that the leaflets do not answer."""
