package dev.alambic.onnx.cost;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * Codes of a weight as MatMulNBits and GatherBlockQuantized of ONNX Runtime take them: bytes, in which those of a row
 * are packed.
 *
 * @param codes [rows, what a row takes]
 * @param columns of the weight, the first of each row
 * @param block columns that share a zero point
 */
record PackedWeight(Tensor codes, int columns, int block) {

    /** Returns the weight at input {@code index} of {@code node} if it is packed. */
    static Optional<PackedWeight> of(Node node, int index, Tensor tensor) {
        boolean product = node.opType().equals("MatMulNBits") && index == 1;
        boolean table = node.opType().equals("GatherBlockQuantized") && index == 0;
        int bits = (int) node.intAttribute("bits", 4);
        if (!(product || table)) {
            return Optional.empty();
        }
        int block = Math.max(1, (int) node.intAttribute("block_size", 128));
        if (product) {
            int columns = (int) node.intAttribute("K", 0);
            long rows = Math.max(1, node.intAttribute("N", 1));
            return Optional.of(new PackedWeight(
                    unpacked(tensor.reshaped(rows, tensor.elementCount() / rows), bits), columns, block));
        }
        Tensor codes =
                unpacked(tensor.reshaped(tensor.dim(0), tensor.elementCount() / Math.max(1, tensor.dim(0))), bits);
        return Optional.of(new PackedWeight(codes, Math.toIntExact(codes.dim(1)), block));
    }

    private static Tensor unpacked(Tensor bytes, int bits) {
        boolean packed = bits == 4 && bytes.dataType() == DataType.UINT8;
        return packed ? Tensor.of(DataType.UINT4, new long[] {bytes.dim(0), bytes.dim(1) * 2}, bytes.data()) : bytes;
    }

    long elements() {
        return codes.dim(0) * columns;
    }

    /** @param zeros as packed as the codes; the middle code if there are none */
    long nonZeros(Optional<Tensor> zeros) {
        int bits = codes.dataType().bits();
        boolean signed = codes.dataType() == DataType.INT4 || codes.dataType() == DataType.INT8;
        ZeroPoints middle = ZeroPoints.same(signed ? 0 : bits == 8 ? (byte) (1 << (bits - 1)) : 1L << (bits - 1));
        long rows = codes.dim(0);
        ZeroPoints known = zeros.filter(
                        found -> !found.dataType().isFloating() && rows > 0 && found.elementCount() % rows == 0)
                .map(found -> unpacked(found.reshaped(rows, found.elementCount() / rows), bits))
                .map(found -> ZeroPoints.along(codes, found, 1, block))
                .orElse(middle);
        return ZeroCount.nonZeros(codes, known, codes.dim(1) - columns);
    }
}
