package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/** Where codes, scales and zero points stand in the tensors of a file. */
interface CodeLayout {

    /** Takes row {@code index} of {@code codes} as row {@code row} of the matrix; each row comes once. */
    void put(int row, Codes codes, int index);

    Tensor values();

    Tensor scales();

    /** Returns the zero points; empty if they are those that the operator assumes. */
    Optional<Tensor> zeros();
}
