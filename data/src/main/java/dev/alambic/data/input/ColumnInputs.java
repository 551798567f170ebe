package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a model that takes the columns of a table, one each, as {@link dev.alambic.onnx.edit.StringInputs}
 * makes them. The place that a sample has for a text becomes the text again; one that is not in the list becomes a text
 * that is in no list, which the model takes for the same as the cell that it came from.
 *
 * @param names of the inputs, in the order of the columns
 * @param unseen of each column a text that is not in its list; unused where it is no category
 * @param fixedBatch 0 if the batch axis is free
 */
record ColumnInputs(InputMeaning.Table table, List<String> names, List<Bytes> unseen, int fixedBatch)
        implements ModelInputs {

    static boolean fits(List<ValueInfo> inputs, InputMeaning.Table table) {
        boolean fits = inputs.size() == table.columns().size()
                && table.columns().stream().anyMatch(TableColumn.Category.class::isInstance);
        for (int i = 0; fits && i < inputs.size(); i++) {
            fits = fits(inputs.get(i), table.columns().get(i));
        }
        return fits;
    }

    private static boolean fits(ValueInfo input, TableColumn column) {
        return input.type() != null
                && input.type().elementType() == (column.isCoded() ? DataType.STRING : DataType.FLOAT)
                && input.type().shape() != null
                && input.type().shape().rank() == 2;
    }

    /** Returns the form of inputs that {@link #fits} the table. */
    static ColumnInputs of(List<ValueInfo> inputs, InputMeaning.Table table) {
        return new ColumnInputs(
                table,
                inputs.stream().map(ValueInfo::name).toList(),
                table.columns().stream().map(ColumnInputs::unseen).toList(),
                inputs.stream()
                        .mapToInt(input -> SampleInput.fixedSize(batch(input)))
                        .max()
                        .orElse(0));
    }

    private static Dim batch(ValueInfo input) {
        return input.type() == null || input.type().shape() == null
                ? Dim.unknown()
                : input.type().shape().dim(0);
    }

    private static Bytes unseen(TableColumn column) {
        String text = "?";
        while (column instanceof TableColumn.Category category
                && category.values().contains(text)) {
            text += "?";
        }
        return Bytes.utf8(text);
    }

    @Override
    public long[] sampleShape() {
        return table.sampleShape();
    }

    @Override
    public int chunk() {
        return SampleInput.chunk(fixedBatch, sampleSize());
    }

    @Override
    public Map<String, Tensor> tensors(float[] samples, int count, int rows) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i < names.size(); i++) {
            TableColumn column = table.columns().get(i);
            int width = column.features().size();
            float[] values = new float[rows * width]; // behind the last sample zeros
            for (int row = 0; row < count; row++) {
                System.arraycopy(samples, row * sampleSize() + from, values, row * width, width);
            }
            tensors.put(
                    names.get(i),
                    column instanceof TableColumn.Category category
                            ? Tensor.ofStrings(texts(category, unseen.get(i), values), rows, 1)
                            : Tensor.ofFloats(values, rows, width));
            from += width;
        }
        return tensors;
    }

    private static List<Bytes> texts(TableColumn.Category category, Bytes unseen, float[] places) {
        List<Bytes> known = category.values().stream().map(Bytes::utf8).toList();
        List<Bytes> texts = new ArrayList<>(places.length);
        for (float place : places) {
            int index = Math.round(place);
            texts.add(index >= 0 && index < known.size() ? known.get(index) : unseen);
        }
        return texts;
    }
}
