package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * Where codes, scales and zero points stand in the tensors of a file.
 *
 * <p>For DequantizeLinear the extents of the weight stay, and the type is INT4 or INT8 where the codes lie around zero,
 * else UINT4 or UINT8:
 *
 * <pre>{@code
 * blocks       scales and zeros have the extents of the weight, but ceil(columns / block) along the columns (opset 21)
 * a row each   scales and zeros [rows] (opset 13)
 * }</pre>
 *
 * <p>For MatMulNBits and GatherBlockQuantized, both of domain com.microsoft, version 1, codes run from 0 up, packed
 * into uint8 along the row, the middle code being zero if nothing else is said:
 *
 * <pre>{@code
 * MatMulNBits            values [rows, blocks, block * bits / 8], the last block filled up
 *                        scales [rows * blocks], zeros [rows * ceil(blocks * bits / 8)]
 * GatherBlockQuantized   values [rows, columns * bits / 8]
 *                        scales [rows, blocks], zeros [rows, ceil(blocks * bits / 8)]
 * }</pre>
 *
 * <p>Source: onnxruntime, ContribOperators.md and contrib_ops/cpu/quantization.
 */
final class CodeLayout {
    /**
     * What the rows of a matrix take, what fills up the last block or byte included.
     *
     * @param columnsFirst whether it is the columns that stand together, each with one code of every row
     */
    private record Rows(int count, int codes, int blocks, int zeros, boolean columnsFirst) {
        int place(int row, int column, int width) {
            return Math.toIntExact(columnsFirst ? (long) column * count + row : (long) row * width + column);
        }
    }

    /** The tensors. */
    private record Form(DataType type, Shape values, Shape scales, Shape zeros) {}

    private final Grid grid;
    private final Rows rows;
    private final Form form;
    private final Packed values;
    private final Packed zeros;
    private final float[] scales;

    private CodeLayout(Grid grid, Rows rows, Form form) {
        this.grid = grid;
        this.rows = rows;
        this.form = form;
        this.values = new Packed(grid.bits(), (long) rows.count * rows.codes);
        this.zeros = new Packed(grid.bits(), (long) rows.count * rows.zeros);
        this.scales = new float[Math.multiplyExact(rows.count, rows.blocks)];
    }

    /**
     * Returns the layout of DequantizeLinear.
     *
     * @param perRow whether a block is a row, and scales have one axis only
     */
    static CodeLayout axis(Grid grid, Matrix matrix, int block, boolean perRow) {
        int blocks = blocks(matrix.columns(), block);
        Rows rows = new Rows(matrix.rows(), matrix.columns(), blocks, blocks, matrix.columnsFirst());
        Shape perBlock = matrix.columnsFirst() ? Shape.of(blocks, rows.count) : Shape.of(rows.count, blocks);
        Shape scales = perRow ? Shape.of(rows.count) : perBlock;
        DataType signed = grid.bits() == 8 ? DataType.INT8 : DataType.INT4;
        DataType unsigned = grid.bits() == 8 ? DataType.UINT8 : DataType.UINT4;
        DataType type = grid.symmetric() ? signed : unsigned;
        return new CodeLayout(
                grid, rows, new Form(type, Shape.of(matrix.tensor().dims()), scales, scales));
    }

    /** Returns the layout of MatMulNBits. */
    static CodeLayout product(Grid grid, int rows, int columns, int block) {
        int blocks = blocks(columns, block);
        Rows filled = new Rows(rows, blocks * block, blocks, zeros(grid, blocks), false);
        Form form = new Form(
                DataType.UINT8,
                Shape.of(rows, blocks, (long) block * grid.bits() / 8),
                Shape.of((long) rows * blocks),
                Shape.of((long) rows * filled.zeros * grid.bits() / 8));
        return new CodeLayout(grid, filled, form);
    }

    /**
     * Returns the layout of GatherBlockQuantized.
     *
     * @param columns a multiple of the codes in a byte
     */
    static CodeLayout table(Grid grid, int rows, int columns, int block) {
        int blocks = blocks(columns, block);
        Rows plain = new Rows(rows, columns, blocks, zeros(grid, blocks), false);
        Form form = new Form(
                DataType.UINT8,
                Shape.of(rows, (long) columns * grid.bits() / 8),
                Shape.of(rows, blocks),
                Shape.of(rows, (long) plain.zeros * grid.bits() / 8));
        return new CodeLayout(grid, plain, form);
    }

    private static int blocks(int columns, int block) {
        return (columns + block - 1) / block;
    }

    /** Returns the zero points of a row of blocks, filled up to whole bytes. */
    private static int zeros(Grid grid, int blocks) {
        return (blocks * grid.bits() + 7) / 8 * 8 / grid.bits();
    }

    /** Takes row {@code index} of {@code codes} as row {@code row} of the matrix; each row comes once. */
    void put(int row, Codes codes, int index) {
        // the middle code is the zero of the signed types
        int flip = form.type == DataType.INT8 || form.type == DataType.INT4 ? grid.middle() : 0;
        for (int column = 0; column < codes.columns; column++) {
            int code = Byte.toUnsignedInt(codes.values[index * codes.columns + column]);
            values.put(rows.place(row, column, rows.codes), code ^ flip);
        }
        for (int block = 0; block < rows.blocks; block++) {
            int from = index * rows.blocks + block;
            scales[rows.place(row, block, rows.blocks)] = codes.scales[from];
            zeros.put(rows.place(row, block, rows.zeros), Byte.toUnsignedInt(codes.zeros[from]));
        }
    }

    Tensor values() {
        return Tensor.of(form.type, form.values.sizes(), values.bytes());
    }

    Tensor scales() {
        return Tensor.ofFloats(grid.scaleType(), scales, form.scales.sizes());
    }

    /** Returns the zero points; empty if they are those that the operator assumes. */
    Optional<Tensor> zeros() {
        return grid.symmetric()
                ? Optional.empty()
                : Optional.of(Tensor.of(form.type, form.zeros.sizes(), zeros.bytes()));
    }
}
