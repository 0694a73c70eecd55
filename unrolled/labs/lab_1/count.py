"""Exercise count of lab 1: reference, inputs, known mistakes and their diagnoses."""

from unrolled.labs._exercise import Exercise, Mistake


def pairs(inputs, units):
    """Return (width of the input, units) of each layer of a stack."""
    return list(zip([inputs, *units[:-1]], units, strict=True))


def counted(per_layer, widths=pairs):
    """Count by a formula for one layer, summed over the stack."""
    return lambda n_steps, inputs, units: sum(per_layer(i, u) for i, u in widths(inputs, units))


def same_inputs(inputs, units):
    return [(inputs, u) for u in units]


def simple(i, u):
    return u * (i + u + 1)


def count(n_steps, inputs, units):
    return counted(simple)(n_steps, inputs, units)


def count_trials(rng):
    """Return stacks of one layer, of two, and of more that grow, shrink and do neither."""
    stacks = [(1, 1, [1]), (2, 1, [1]), (1, 2, [1]), (1, 1, [2]), (3, 2, [5]), (50, 1, [20])]
    stacks += [(2, 1, [1, 1]), (4, 3, [2, 5]), (50, 1, [20, 20]), (24, 7, [6, 3, 4])]
    return [*stacks, (2, 2, [9, 7, 4]), (5, 4, [3, 8, 2, 6]), (100, 3, [10])]


COUNT = Exercise(
    name="lab-1/count",
    reference=count,
    trials=count_trials,
    note="The number of steps plays no part: the same weights serve every step.",
    mistakes=[
        Mistake(
            "times the steps",
            lambda n_steps, inputs, units: n_steps * count(n_steps, inputs, units),
            "The count grows with n_steps. Each step uses the same weights again; a longer "
            "sequence needs no new ones.",
        ),
        Mistake(
            "steps are inputs",
            lambda n_steps, inputs, units: count(n_steps, n_steps * inputs, units),
            "This treats the whole window as one wide input, as a dense layer on a flattened "
            "window would. A recurrent layer reads `inputs` numbers at a time.",
        ),
        Mistake(
            "units are steps",
            lambda n_steps, inputs, units: count(n_steps, inputs, [n_steps] * len(units)),
            "The number of units was taken from n_steps. How many units a layer has is chosen "
            "freely and has nothing to do with the length of the sequence.",
        ),
        Mistake(
            "no bias",
            counted(lambda i, u: u * (i + u)),
            "The biases are missing: every unit has one.",
        ),
        Mistake(
            "one bias per layer",
            counted(lambda i, u: u * (i + u) + 1),
            "There is one bias for each layer here. Every unit has its own.",
        ),
        Mistake(
            "bias twice",
            counted(lambda i, u: u * (i + u + 2)),
            "Every unit has two biases here, as though W_x and W_y each brought one. A unit adds "
            "up everything it hears and has a single bias.",
        ),
        Mistake(
            "no recurrent weights",
            counted(lambda i, u: u * (i + 1)),
            "This is the count of a dense layer: the weights from the units back to themselves "
            "are missing.",
        ),
        Mistake(
            "one wire back per unit",
            counted(lambda i, u: u * (i + 2)),
            "Every unit has one recurrent weight here, from itself. It hears the previous output "
            "of all the units, itself included.",
        ),
        Mistake(
            "inputs twice",
            counted(lambda i, u: u * (2 * i + 1)),
            "The weights from the input are counted twice and those from the previous output not "
            "at all. The previous output is as wide as the layer, not as its input.",
        ),
        Mistake(
            "LSTM",
            counted(lambda i, u: 4 * simple(i, u)),
            "This is four times too many: the count of an LSTM, which computes four such sums. "
            "The simple layer computes one.",
        ),
        Mistake(
            "GRU",
            counted(lambda i, u: 3 * simple(i, u)),
            "This is three times too many: three such sums are what a GRU computes. The simple "
            "layer computes one.",
        ),
        Mistake(
            "every layer reads X",
            counted(simple, same_inputs),
            "One layer comes out right, a stack does not: every layer is counted as if it read "
            "the original input. An upper layer reads the outputs of the layer below.",
        ),
        Mistake(
            "first layer only",
            lambda n_steps, inputs, units: simple(inputs, units[0]),
            "Only the first layer is counted. Add up the whole list.",
        ),
        Mistake(
            "one bias for all",
            lambda n_steps, inputs, units: (
                counted(lambda i, u: u * (i + u))(n_steps, inputs, units) + 1
            ),
            "There is one bias for the whole stack here. Every unit has its own.",
        ),
        Mistake(
            "bias for each input",
            counted(lambda i, u: u * (i + u) + i),
            "There is a bias for each input of a layer here. A bias belongs to a unit.",
        ),
        Mistake(
            "no weights from the input",
            counted(lambda i, u: u * (u + 1)),
            "The weights from the input are missing: every unit has one for each number that its "
            "layer reads.",
        ),
        Mistake(
            "output counted",
            lambda n_steps, inputs, units: count(n_steps, inputs, units) + units[-1] + 1,
            "These are the parameters of the recurrent layers and of a dense output with one unit "
            "behind them. Count the recurrent layers alone.",
        ),
        Mistake(
            "every layer reads the first",
            counted(
                simple,
                lambda inputs, units: pairs(inputs, units)[:1] + same_inputs(*units[:1], units[1:]),
            ),
            "Two layers come out right, three do not: every upper layer is counted as if it read "
            "the lowest one. A layer reads the one right below it.",
        ),
        Mistake(
            "from the top down",
            counted(simple, lambda inputs, units: pairs(inputs, units[::-1])),
            "The stack was counted from the top down. The first number in `units` is the lowest "
            "layer, which reads the input.",
        ),
        Mistake(
            "each layer reads all below",
            counted(
                simple,
                lambda inputs, units: [(inputs + sum(units[:k]), u) for k, u in enumerate(units)],
            ),
            "Every layer is counted as if it read the input and all layers below. It reads the "
            "outputs of the one layer right below it.",
        ),
        Mistake(
            "list for each layer",
            lambda n_steps, inputs, units: [simple(*pair) for pair in pairs(inputs, units)],
            "These are the counts of the single layers. Add them up: one number for the stack.",
        ),
        Mistake(
            "last layer only",
            lambda n_steps, inputs, units: simple(*pairs(inputs, units)[-1]),
            "Only the last layer is counted. Add up the whole list.",
        ),
        Mistake(
            "one wide layer",
            lambda n_steps, inputs, units: simple(inputs, sum(units)),
            "The stack is counted as one wide layer. Units of different layers have no recurrent "
            "weights between them; count layer by layer.",
        ),
    ],
)
