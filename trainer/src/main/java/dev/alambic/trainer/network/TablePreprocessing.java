package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The first layer of a network on a table of more than numbers: raw values [batch, features], float32, to [batch,
 * width], so that the network, and the model exported from it, takes what {@link InputMeaning.Table} says.
 *
 * <pre>
 * number           (x - mean) / scale, where x is missing (NaN) that of its fill
 * column with gaps 1 where its value is missing, else 0; of columns that had gaps in training
 * category         1 at the place of its text, else 0; all 0 for a text that is not in the list
 * </pre>
 */
final class TablePreprocessing extends AbstractBlock {

    private final Standardization standardization;
    /** Features that are numbers. */
    private final int[] numbers;
    /** Of the numbers, the first one of each column that had values missing in training. */
    private final int[] gaps;
    /** The feature of each place of each list. */
    private final int[] coded;

    private final float[] codes;
    private boolean isFilled;

    private @Nullable Constants constants;

    private record Constants(
            NDArray numbers, NDArray mean, NDArray factor, NDArray fill, NDArray gaps, NDArray coded, NDArray codes) {}

    TablePreprocessing(InputMeaning.Table table, Standardization standardization) {
        this.standardization = standardization;
        List<Integer> plain = new ArrayList<>();
        List<Integer> mayMiss = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        int feature = 0;
        for (TableColumn column : table.columns()) {
            if (column instanceof TableColumn.Category category) {
                for (int code = 0; code < category.other(); code++) {
                    places.add(feature);
                    values.add(code);
                }
            } else {
                isFilled |= column.missing() != null;
                if (standardization.gaps().contains(feature)) {
                    mayMiss.add(plain.size());
                }
                for (int part = 0; part < column.features().size(); part++) {
                    plain.add(feature + part);
                }
            }
            feature += column.features().size();
        }
        numbers = ints(plain);
        gaps = ints(mayMiss);
        coded = ints(places);
        codes = new float[values.size()];
        IntStream.range(0, codes.length).forEach(i -> codes[i] = values.get(i));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns how many values come out for a row. */
    int width() {
        return numbers.length + gaps.length + coded.length;
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        List<Float> fill = standardization.fill();
        constants = new Constants(
                positions(manager, numbers),
                floats(manager, i -> standardization.mean().get(i)),
                floats(manager, i -> 1 / standardization.scale().get(i)),
                floats(manager, i -> fill.isEmpty() ? 0f : fill.get(i)),
                positions(manager, gaps),
                positions(manager, coded),
                manager.create(codes));
    }

    /** What is said of a feature. */
    @FunctionalInterface
    private interface Figure {
        float of(int feature);
    }

    private NDArray floats(NDManager manager, Figure figure) {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = figure.of(numbers[i]);
        }
        return manager.create(values);
    }

    private static NDArray positions(NDManager manager, int[] positions) {
        return manager.create(IntStream.of(positions).asLongStream().toArray());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        Constants with = Objects.requireNonNull(constants, "preprocessing: not initialized");
        NDArray x = inputs.singletonOrThrow();
        NDList parts = new NDList();
        if (numbers.length > 0) {
            addNumbers(x, with, parts);
        }
        if (coded.length > 0) {
            NDArray places = at(x, with.coded).round();
            parts.add(places.eq(with.codes).toType(DataType.FLOAT32, false));
        }
        return new NDList(parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1));
    }

    private void addNumbers(NDArray x, Constants with, NDList parts) {
        NDArray values = at(x, with.numbers);
        if (!isFilled) {
            parts.add(values.sub(with.mean).mul(with.factor));
            return;
        }
        NDArray missing = values.isNaN();
        NDArray indicators = missing.toType(DataType.FLOAT32, false);
        NDArray filled = NDArrays.where(missing, indicators.mul(with.fill), values);
        parts.add(filled.sub(with.mean).mul(with.factor));
        if (gaps.length > 0) {
            parts.add(at(indicators, with.gaps));
        }
    }

    private static NDArray at(NDArray x, NDArray positions) {
        return x.get(new NDIndex(":, {}", positions));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), width())};
    }
}
