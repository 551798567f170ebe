package dev.alambic.cli.samples;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.sample.PredictionInput;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.TensorFile;
import dev.alambic.trainer.network.ModelInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens what the user names as samples, by what it is: a folder of images (or one), of {@code .npz} or {@code .npy}
 * files (or one), of ONNX test data ({@code input_0.pb}, also in folders below), or a file of rows, texts or IDX images
 * as {@link PredictionInput} reads them.
 */
public final class SampleSource {
    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    private static final Set<String> ARRAYS = Set.of("npz", "npy");
    private static final int BATCH = 32;

    private final OnnxModel model;
    private final List<ValueInfo> inputs;
    private final ImageOptions images;
    private final int most;

    private SampleSource(OnnxModel model, ImageOptions images, int most) {
        this.model = model;
        this.inputs = model.graph().requiredInputs();
        this.images = images;
        this.most = most;
    }

    /**
     * Opens {@code path} for {@code model}.
     *
     * @param most samples to take at most, spread evenly
     * @throws InvalidDataException if there is nothing, or nothing that the model takes
     */
    public static InputSamples open(Path path, OnnxModel model, ImageOptions images, int most) {
        return new SampleSource(model, images, most).open(path);
    }

    private InputSamples open(Path path) {
        if (!Files.exists(path)) {
            throw new InvalidDataException(path.toString(), "samples are there", "a file or folder", "nothing");
        }
        List<Path> files = files(path);
        List<Path> pictures = ofType(files, IMAGES);
        if (!pictures.isEmpty()) {
            return images(pictures, path);
        }
        List<Path> arrays = ofType(files, ARRAYS);
        if (!arrays.isEmpty()) {
            NumpySamples reader = new NumpySamples(inputs);
            List<Map<String, Tensor>> all =
                    arrays.stream().flatMap(file -> reader.read(file).stream()).toList();
            return InputSamples.of(spread(all), batch -> batch, path.toString());
        }
        List<Path> tests = files.stream()
                .filter(file -> String.valueOf(file.getFileName()).equals("input_0.pb"))
                .map(file -> file.resolveSibling(""))
                .toList();
        if (!tests.isEmpty()) {
            return InputSamples.of(spread(tests), this::testData, path.toString());
        }
        if (Files.isDirectory(path)) {
            throw new InvalidDataException(
                    path.toString(), "samples are there", "images, .npz files or input_0.pb files", "none of them");
        }
        return rows(path);
    }

    private static List<Path> files(Path path) {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private static List<Path> ofType(List<Path> files, Set<String> types) {
        return files.stream()
                .filter(file -> {
                    String name = file.toString();
                    return types.contains(
                            name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
                })
                .toList();
    }

    private <T> List<T> spread(List<T> all) {
        int taken = Math.min(most, all.size());
        List<T> some = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
            some.add(all.get((int) ((long) i * all.size() / taken)));
        }
        return some;
    }

    private InputSamples images(List<Path> pictures, Path path) {
        if (inputs.size() != 1) {
            throw new UnsupportedModelException(
                    "images are for a model of one input (expected 1, was " + inputs.size() + ")");
        }
        ImageTensor form = ImageTensor.of(inputs.get(0), meaning(), images);
        return InputSamples.of(
                spread(pictures), file -> Map.of(inputs.get(0).name(), form.read(file)), path.toString());
    }

    private Map<String, Tensor> testData(Path folder) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            feeds.put(inputs.get(i).name(), TensorFile.read(folder.resolve("input_" + i + ".pb")));
        }
        return feeds;
    }

    private InputSamples rows(Path path) {
        InputMeaning meaning = meaning();
        if (meaning == null) {
            throw new UnsupportedModelException("the model does not say what its input means, so that rows and texts"
                    + " cannot be read for it (give images, .npz files or input_0.pb files)");
        }
        PredictionInput read = PredictionInput.read(path, meaning);
        ModelInputs form = ModelInputs.of(inputs, meaning);
        List<Integer> taken = spread(IntStream.range(0, read.size()).boxed().toList());
        List<List<Integer>> batches = new ArrayList<>();
        for (int start = 0; start < taken.size(); start += BATCH) {
            batches.add(taken.subList(start, Math.min(taken.size(), start + BATCH)));
        }
        InputSamples samples = InputSamples.of(batches, rows -> feeds(read, form, rows), path.toString());
        return new InputSamples(samples.batches(), taken.size(), samples.source());
    }

    private static Map<String, Tensor> feeds(PredictionInput read, ModelInputs form, List<Integer> rows) {
        int width = form.sampleSize();
        float[] values = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(read.samples()[rows.get(i)], 0, values, i * width, width);
        }
        return form.feeds(values, rows.size());
    }

    /** Returns what the model says of its input, or columns without names for a model of rows. */
    private @Nullable InputMeaning meaning() {
        InputMeaning said = ModelInfo.of(model).input();
        TensorType type = inputs.get(0).type();
        Shape shape = type == null ? null : type.shape();
        if (said == null
                && inputs.size() == 1
                && shape != null
                && shape.rank() == 2
                && shape.dim(1) instanceof Dim.Fixed columns) {
            return new InputMeaning.Table(
                    LongStream.range(0, columns.size()).mapToObj(Long::toString).toList());
        }
        return said;
    }
}
