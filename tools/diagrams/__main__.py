"""Draw the book's diagrams: ``python -m tools.diagrams`` writes them under ``_assets/``."""

from tools.diagrams._drawing import ASSETS
from tools.diagrams.bptt import bptt_copies, bptt_four_steps
from tools.diagrams.decoder import decoder_feeding
from tools.diagrams.dilated import dilated
from tools.diagrams.duel import duel_still
from tools.diagrams.gated import lstm_cell
from tools.diagrams.gated_block import gated_block
from tools.diagrams.gates import gates_still
from tools.diagrams.gradient_chain import gradient_chain
from tools.diagrams.jacobian import jacobian_still
from tools.diagrams.layer_shapes import layer_shapes
from tools.diagrams.leaks import (
    leak_choice,
    leak_feature,
    leak_split,
    leak_statistic,
    leak_window,
)
from tools.diagrams.ledger import ledger_still
from tools.diagrams.masks import masks
from tools.diagrams.neuron import neuron_still
from tools.diagrams.neuron_unrolled import neuron_unrolled
from tools.diagrams.one_matrix import one_matrix
from tools.diagrams.receptive_field import receptive_field_still
from tools.diagrams.stack import stack
from tools.diagrams.strategies import strategies
from tools.diagrams.train import train_still
from tools.diagrams.wiring import (
    bidirectional,
    encoder_decoder,
    seq_to_seq,
    seq_to_seq_delayed,
    seq_to_vec,
    vec_to_seq,
    vec_to_seq_state,
)

DIAGRAMS = {
    "diagrams/neuron-unrolled.svg": neuron_unrolled,
    "diagrams/layer-shapes.svg": layer_shapes,
    "diagrams/one-matrix.svg": one_matrix,
    "diagrams/stack.svg": stack,
    "diagrams/wiring-seq-to-seq.svg": seq_to_seq,
    "diagrams/wiring-seq-to-vec.svg": seq_to_vec,
    "diagrams/wiring-vec-to-seq.svg": vec_to_seq,
    "diagrams/wiring-encoder-decoder.svg": encoder_decoder,
    "diagrams/wiring-seq-to-seq-delayed.svg": seq_to_seq_delayed,
    "diagrams/wiring-vec-to-seq-state.svg": vec_to_seq_state,
    "diagrams/wiring-bidirectional.svg": bidirectional,
    "diagrams/decoder-teacher-forcing.svg": lambda: decoder_feeding(own=False),
    "diagrams/decoder-free-running.svg": lambda: decoder_feeding(own=True),
    "diagrams/bptt-four-steps.svg": bptt_four_steps,
    "diagrams/bptt-copies.svg": bptt_copies,
    "diagrams/gradient-chain.svg": gradient_chain,
    "diagrams/lstm-cell.svg": lstm_cell,
    "diagrams/dilated.svg": dilated,
    "diagrams/gated-block.svg": gated_block,
    "diagrams/masks.svg": masks,
    "diagrams/leak-window.svg": leak_window,
    "diagrams/leak-split.svg": leak_split,
    "diagrams/leak-statistic.svg": leak_statistic,
    "diagrams/leak-choice.svg": leak_choice,
    "diagrams/leak-feature.svg": leak_feature,
    "diagrams/strategies.svg": strategies,
    "explorables/neuron.svg": neuron_still,
    "explorables/duel.svg": duel_still,
    "explorables/ledger.svg": ledger_still,
    "explorables/jacobian.svg": jacobian_still,
    "explorables/gates.svg": gates_still,
    "explorables/receptive-field.svg": receptive_field_still,
    "explorables/train.svg": train_still,
}


def main():
    """Write every diagram."""
    for name, draw in DIAGRAMS.items():
        path = ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draw().svg(), encoding="utf-8")
        print(path.relative_to(ASSETS.parent))


if __name__ == "__main__":
    main()
