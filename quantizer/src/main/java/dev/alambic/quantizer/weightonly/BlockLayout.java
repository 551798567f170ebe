package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * The layout of MatMulNBits and GatherBlockQuantized, both of domain com.microsoft, version 1: codes from 0 up, packed
 * into uint8 along the row, the middle code being zero if nothing else is said.
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
final class BlockLayout implements CodeLayout {
    private final Grid grid;
    private final long[] dims;
    private final boolean table;
    private final int rows;
    private final int blocks;
    private final int rowCodes;
    private final int rowZeros;
    private final Packed values;
    private final Packed zeros;
    private final float[] scales;

    private BlockLayout(Grid grid, int rows, int columns, int block, boolean table) {
        this.grid = grid;
        this.table = table;
        this.rows = rows;
        this.blocks = (columns + block - 1) / block;
        this.rowCodes = table ? columns : blocks * block;
        this.dims = table
                ? new long[] {rows, (long) columns * grid.bits() / 8}
                : new long[] {rows, blocks, (long) block * grid.bits() / 8};
        this.values = new Packed(grid.bits(), (long) rows * rowCodes);
        this.rowZeros = (blocks * grid.bits() + 7) / 8 * 8 / grid.bits();
        this.zeros = new Packed(grid.bits(), (long) rows * rowZeros);
        this.scales = new float[Math.multiplyExact(rows, blocks)];
    }

    static BlockLayout product(Grid grid, int rows, int columns, int block) {
        return new BlockLayout(grid, rows, columns, block, false);
    }

    /** @param columns a multiple of the codes in a byte */
    static BlockLayout table(Grid grid, int rows, int columns, int block) {
        return new BlockLayout(grid, rows, columns, block, true);
    }

    @Override
    public void put(int row, Codes codes, int index) {
        for (int column = 0; column < codes.columns; column++) {
            values.put(
                    (long) row * rowCodes + column, Byte.toUnsignedInt(codes.values[index * codes.columns + column]));
        }
        for (int block = 0; block < blocks; block++) {
            scales[row * blocks + block] = codes.scales[index * blocks + block];
            zeros.put((long) row * rowZeros + block, Byte.toUnsignedInt(codes.zeros[index * blocks + block]));
        }
    }

    @Override
    public Tensor values() {
        return Tensor.of(DataType.UINT8, dims, values.bytes());
    }

    @Override
    public Tensor scales() {
        return Tensor.ofFloats(grid.scaleType(), scales, perBlock(blocks));
    }

    @Override
    public Optional<Tensor> zeros() {
        return grid.symmetric()
                ? Optional.empty()
                : Optional.of(Tensor.of(DataType.UINT8, perBlock(rowZeros * grid.bits() / 8), zeros.bytes()));
    }

    private long[] perBlock(int each) {
        return table ? new long[] {rows, each} : new long[] {(long) rows * each};
    }
}
