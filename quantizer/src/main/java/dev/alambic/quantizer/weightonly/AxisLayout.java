package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * The layout of DequantizeLinear: the extents of the weight stay, and the type is INT4 or INT8 where the codes lie
 * around zero, else UINT4 or UINT8.
 *
 * <pre>{@code
 * blocks       scales and zeros have the extents of the weight, but ceil(columns / block) along the columns (opset 21)
 * a row each   scales and zeros [rows] (opset 13)
 * }</pre>
 */
final class AxisLayout implements CodeLayout {
    private final Grid grid;
    private final Matrix matrix;
    private final int blocks;
    private final boolean perRow;
    private final Packed values;
    private final Packed zeros;
    private final float[] scales;

    /** @param perRow whether a block is a row, and scales have one axis only */
    AxisLayout(Grid grid, Matrix matrix, int block, boolean perRow) {
        this.grid = grid;
        this.matrix = matrix;
        this.perRow = perRow;
        this.blocks = (matrix.columns() + block - 1) / block;
        this.values = new Packed(grid.bits(), matrix.tensor().elementCount());
        this.scales = new float[Math.multiplyExact(matrix.rows(), blocks)];
        this.zeros = new Packed(grid.bits(), scales.length);
    }

    @Override
    public void put(int row, Codes codes, int index) {
        // the middle code is the zero of the signed types
        int flip = grid.symmetric() ? grid.middle() : 0;
        for (int column = 0; column < codes.columns; column++) {
            int code = Byte.toUnsignedInt(codes.values[index * codes.columns + column]);
            values.put(place(row, column, codes.columns), code ^ flip);
        }
        for (int block = 0; block < blocks; block++) {
            int place = (int) place(row, block, blocks);
            scales[place] = codes.scales[index * blocks + block];
            zeros.put(place, Byte.toUnsignedInt(codes.zeros[index * blocks + block]));
        }
    }

    private long place(int row, int column, int width) {
        return matrix.columnsFirst() ? (long) column * matrix.rows() + row : (long) row * width + column;
    }

    private DataType type() {
        if (grid.bits() == 8) {
            return grid.symmetric() ? DataType.INT8 : DataType.UINT8;
        }
        return grid.symmetric() ? DataType.INT4 : DataType.UINT4;
    }

    @Override
    public Tensor values() {
        return Tensor.of(type(), matrix.tensor().dims(), values.bytes());
    }

    @Override
    public Tensor scales() {
        return Tensor.ofFloats(grid.scaleType(), scales, perBlock());
    }

    @Override
    public Optional<Tensor> zeros() {
        return grid.symmetric() ? Optional.empty() : Optional.of(Tensor.of(type(), perBlock(), zeros.bytes()));
    }

    private long[] perBlock() {
        if (perRow) {
            return new long[] {matrix.rows()};
        }
        return matrix.columnsFirst() ? new long[] {blocks, matrix.rows()} : new long[] {matrix.rows(), blocks};
    }
}
