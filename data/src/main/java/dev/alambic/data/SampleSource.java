package dev.alambic.data;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.format.DataFormat;
import dev.alambic.data.format.DataFormats;
import dev.alambic.data.format.ReadingOptions;
import dev.alambic.data.format.SampleRequest;
import dev.alambic.data.format.Sequences;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.picture.FormOfPictures;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens what the user names as samples without labels, in whichever of the {@link DataFormats} it is: a folder of
 * images (or one), of {@code .npz} or {@code .npy} files (or one), of ONNX test data ({@code input_0.pb}, also in
 * folders below), a file of rows, texts or IDX images, or a sample written out.
 */
public final class SampleSource {
    private static final int BATCH = 32;

    private SampleSource() {}

    /** Returns what may be opened, in words. */
    public static String kinds() {
        return DataFormats.words(names -> true, DataFormat.Names::samples);
    }

    /**
     * Reads a file if there is one of that name, else takes the words as one sample: a row of numbers separated by
     * commas, or for a model of texts a text.
     *
     * @param options how a table is read, and which of its columns holds texts
     * @throws InvalidDataException if there is no such file and the words are no sample, or they break a rule
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static RawSamples read(String pathOrWords, InputMeaning meaning, DataOptions options) {
        if (!isFile(pathOrWords)) {
            for (DataFormat format : DataFormats.ALL) {
                Optional<RawSamples> written = format.written(pathOrWords, meaning);
                if (written.isPresent()) {
                    return written.get();
                }
            }
        }
        return read(Path.of(pathOrWords), meaning, options);
    }

    /**
     * Reads as {@link #read(String, InputMeaning, DataOptions)} does, pictures in a form that the caller tells.
     *
     * @param meaning null for a model that does not say it, which then takes pictures alone
     */
    public static RawSamples pictures(
            String pathOrWords, @Nullable InputMeaning meaning, DataOptions options, FormOfPictures form) {
        if (meaning != null && !isFile(pathOrWords)) {
            return read(pathOrWords, meaning, options);
        }
        Path path = Path.of(pathOrWords);
        return DataFormats.ALL.stream()
                .flatMap(format -> format
                        .pictures(path, form)
                        .or(() -> meaning == null ? Optional.empty() : format.unlabelled(path, meaning, options))
                        .stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("bug: no format reads the picture " + path));
    }

    /**
     * Reads a file as one sample, of texts all of its lines; files of other kinds as {@link #read} does.
     *
     * @throws InvalidDataException if there is no such file, or it breaks a rule
     */
    public static RawSamples readWhole(Path file, InputMeaning meaning) {
        if (!DataFile.isThere(file)) {
            throw new InvalidDataException(file + ": no such file");
        }
        return DataFormats.ALL.stream()
                .flatMap(format -> format.whole(file, meaning).stream())
                .findFirst()
                .orElseGet(() -> read(file, meaning, DataOptions.defaults()));
    }

    private static boolean isFile(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static RawSamples read(Path path, InputMeaning meaning, DataOptions options) {
        ColumnFiles.refuse(path);
        return DataFormats.ALL.stream()
                .flatMap(format -> format.unlabelled(path, meaning, options).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("bug: no format reads " + path + " for " + meaning));
    }

    /**
     * Opens {@code path} for {@code model}.
     *
     * @param most samples to take at most, spread evenly
     * @throws InvalidDataException if there is nothing, or nothing that the model takes
     */
    public static InputSamples open(Path path, OnnxModel model, ReadingOptions reading, int most) {
        return open(path, model, reading, most, 0);
    }

    /**
     * Opens {@code path} for {@code model}, which may have state: then each sample is one call, in the order of the
     * files, and holds no state but at the beginning of a sequence: that of the file, or zeros.
     *
     * @param sequence how many calls follow each other; 0 for as many as a file, or a folder of files, has
     */
    public static InputSamples open(Path path, OnnxModel model, ReadingOptions reading, int most, int sequence) {
        if (!Files.exists(path)) {
            boolean shipped = ShippedData.named(path.toString()).isPresent();
            throw new InvalidDataException(
                    path.toString(),
                    "samples are there",
                    "a file or folder" + (shipped ? "; the shipped data set of this name is for --data" : ""),
                    "nothing");
        }
        SampleRequest request = SampleRequest.of(path, model, reading, most, sequence);
        return DataFormats.ALL.stream()
                .flatMap(format -> format.tensors(request).stream())
                .findFirst()
                .orElseGet(() -> Sequences.of(rows(request), request));
    }

    private static InputSamples rows(SampleRequest request) {
        Path path = request.path();
        InputMeaning meaning = meaning(request);
        if (Files.isDirectory(path)
                && !(meaning instanceof InputMeaning.Text || meaning instanceof InputMeaning.Sound)) {
            throw new InvalidDataException(path.toString(), "samples are there", folders(), "none of them");
        }
        if (meaning == null) {
            throw new UnsupportedModelException("the model does not say what its input means, so that rows and texts"
                    + " cannot be read for it (give " + folders() + ")");
        }
        RawSamples read = read(path, meaning, request.reading().rows());
        ModelInputs form = ModelInputs.of(request.inputs(), meaning);
        List<Integer> taken =
                request.spread(IntStream.range(0, read.size()).boxed().toList());
        List<List<Integer>> batches = new ArrayList<>();
        int batch = request.states().isEmpty() ? BATCH : 1;
        for (int start = 0; start < taken.size(); start += batch) {
            batches.add(taken.subList(start, Math.min(taken.size(), start + batch)));
        }
        InputSamples samples = InputSamples.of(batches, rows -> feeds(read, form, rows), path.toString());
        return new InputSamples(samples.batches(), taken.size(), samples.source());
    }

    private static String folders() {
        return DataFormats.words(names -> names.labelled().isEmpty(), DataFormat.Names::folder);
    }

    private static Map<String, Tensor> feeds(RawSamples read, ModelInputs form, List<Integer> rows) {
        int width = form.sampleSize();
        float[] values = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(read.value(rows.get(i)), 0, values, i * width, width);
        }
        return form.feeds(values, rows.size());
    }

    /** Returns what the model says of its input, or columns without names for a model of rows. */
    private static @Nullable InputMeaning meaning(SampleRequest request) {
        InputMeaning said = ModelInfo.of(request.model()).input();
        List<ValueInfo> inputs = request.inputs();
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
