package dev.alambic.quantizer.weightonly;

/** Some rows of a matrix as codes, with the scales and zero points of their blocks. */
final class Codes {
    final int columns;
    final int block;
    final byte[] values;
    final float[] scales;
    final byte[] zeros;

    /** @param block at most {@code columns}; the last one of a row may be shorter */
    Codes(int rows, int columns, int block) {
        this.columns = columns;
        this.block = block;
        this.values = new byte[Math.multiplyExact(rows, columns)];
        this.scales = new float[rows * blocks()];
        this.zeros = new byte[rows * blocks()];
    }

    /** Returns the number of blocks of a row. */
    int blocks() {
        return (columns + block - 1) / block;
    }

    float decoded(int row, int column) {
        int at = row * blocks() + column / block;
        int value = Byte.toUnsignedInt(values[row * columns + column]);
        return scales[at] * (value - Byte.toUnsignedInt(zeros[at]));
    }
}
