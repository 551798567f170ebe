package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;

/** The integers that stand for real numbers. */
public enum IntegerType {
    U8(DataType.UINT8, 0, 255),
    S8(DataType.INT8, -128, 127),
    U16(DataType.UINT16, 0, 65_535),
    S16(DataType.INT16, -32_768, 32_767);

    private final DataType dataType;
    private final int least;
    private final int largest;

    IntegerType(DataType dataType, int least, int largest) {
        this.dataType = dataType;
        this.least = least;
        this.largest = largest;
    }

    public DataType dataType() {
        return dataType;
    }

    public int least() {
        return least;
    }

    public int largest() {
        return largest;
    }

    public boolean isSigned() {
        return least < 0;
    }

    public boolean isWide() {
        return this == U16 || this == S16;
    }

    /** Returns the steps between the least and the largest: 255 or 65,535. */
    int steps() {
        return largest - least;
    }

    /** Returns the number in the middle, which stands for zero in symmetric quantization: 0, 128 or 32,768. */
    int middle() {
        return least + (steps() + 1) / 2;
    }
}
