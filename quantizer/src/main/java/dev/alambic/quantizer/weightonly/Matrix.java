package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * A weight seen as rows: the output channels of a product, or the words of a table. Only some rows at a time are on the
 * heap.
 *
 * @param tensor float32 or float16, of two axes
 * @param columnsFirst whether the tensor is [columns, rows]
 */
record Matrix(Tensor tensor, boolean columnsFirst) {

    /** Takes all of the others as rows of the first axis. */
    static Matrix ofRows(Tensor tensor) {
        long rows = tensor.dim(0);
        return new Matrix(tensor.reshaped(rows, rows == 0 ? 0 : tensor.elementCount() / rows), false);
    }

    int rows() {
        return Math.toIntExact(tensor.dim(columnsFirst ? 1 : 0));
    }

    int columns() {
        return Math.toIntExact(tensor.dim(columnsFirst ? 0 : 1));
    }

    /** Returns rows [count, columns] from {@code first} on. */
    float[] rows(int first, int count) {
        int columns = columns();
        float[] rows = new float[count * columns];
        if (!columnsFirst) {
            read((long) first * columns, rows, rows.length);
            return rows;
        }
        float[] piece = new float[count];
        for (int column = 0; column < columns; column++) {
            read((long) column * rows() + first, piece, count);
            for (int row = 0; row < count; row++) {
                rows[row * columns + column] = piece[row];
            }
        }
        return rows;
    }

    private void read(long from, float[] target, int count) {
        ByteBuffer data = tensor.data();
        if (tensor.dataType() == DataType.FLOAT) {
            FloatBuffer floats = data.asFloatBuffer();
            floats.get((int) from, target, 0, count);
            return;
        }
        ShortBuffer halves = data.asShortBuffer();
        for (int i = 0; i < count; i++) {
            target[i] = HalfFloat.fromFloat16(halves.get((int) from + i));
        }
    }
}
