"""Draw the still picture of the receptive field explorable."""

from tools.diagrams._drawing import Drawing


def receptive_field_still(dilations=(1, 2, 4, 8), n_inputs=32):
    """What the explorable "Receptive field" shows before anybody touches it."""
    d = Drawing(
        520,
        346,
        "The receptive field of four dilated layers",
        "Thirty-two inputs in a row and four layers of width 2 above them, with dilations 1, 2, 4 "
        "and 8. Paths lead from the last output down to the inputs 17 to 32 and to no other.",
    )

    def across(t):
        return 22 + (t - 1) * 15.4

    def up(level):
        return 282 - 62 * level

    d.rectangle(across(17) - 7.7, up(0) - 14, 16 * 15.4, 28, fill="muted", fill_opacity=0.15)
    read = {len(dilations): {n_inputs}}
    for level in reversed(range(len(dilations))):
        role = "output" if level else "input"
        pairs = [(t, t - gap) for t in read[level + 1] for gap in (0, dilations[level])]
        for above, below in sorted(pairs):
            ends = [(across(below), up(level) - 5), (across(above), up(level + 1) + 5)]
            d.line(ends, stroke=role, stroke_width=1.5)
        read[level] = {below for _, below in pairs}
    for level in range(len(dilations) + 1):
        role = "output" if level else "input"
        for t in range(1, n_inputs + 1):
            if t in read[level]:
                d.add("circle", fill=role, cx=across(t), cy=up(level), r=5)
            else:
                d.add("circle", stroke="muted", cx=across(t), cy=up(level), r=5)
        if level:
            words = f"layer {level}: d = {dilations[level - 1]}"
            d.text(16, up(level) - 18, words, "muted", anchor="start")
    d.add("circle", stroke="ink", stroke_width=2, cx=across(n_inputs), cy=up(4), r=9)
    for t in (1, 8, 16, 24, n_inputs):
        d.text(across(t), 310, str(t), "ink" if t == n_inputs else "muted")
    terms = " + ".join(str(dilation) for dilation in dilations)
    d.sentence(260, 336, f"$R$ = 1 + {terms} = {1 + sum(dilations)}")
    return d
