package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.idx.IdxFile;
import dev.alambic.data.idx.IdxFolder;
import dev.alambic.data.picture.FormOfPictures;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The format of MNIST: a folder, a prefix of names or one file of images beside its labels; images alone too. */
final class IdxFormat implements DataFormat {
    private static final float WHITE = 255;

    @Override
    public Names names() {
        return new Names("a folder of IDX files", "IDX", "train-images-idx3-ubyte[.gz] and its labels");
    }

    @Override
    public Optional<LoadedData> labelled(Path path, DataOptions options) {
        return IdxFolder.load(path, options);
    }

    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        if (!(meaning instanceof InputMeaning.Image image) || TableFormat.isCsv(path)) {
            return Optional.empty();
        }
        return pictures(path, own -> PictureForm.of(image));
    }

    @Override
    public Optional<RawSamples> pictures(Path path, FormOfPictures form) {
        DataFile file = DataFile.of(path);
        return IdxFile.isImages(path, file) ? Optional.of(read(file, form)) : Optional.empty();
    }

    private static RawSamples read(DataFile file, FormOfPictures forms) {
        IdxFile.Images read = new IdxFile(file).images();
        ImageSize own = new ImageSize(read.width, read.height, 1);
        PictureForm form = forms.of(own);
        form.requireTaken(file.name(), own);
        float[][] samples = new float[read.pixels.length][form.valueCount()];
        for (int i = 0; i < samples.length; i++) {
            form.copy(read.pixels[i], own, WHITE, samples[i], 0);
        }
        return new RawSamples(
                IntStream.range(0, samples.length)
                        .mapToObj(i -> file.name() + "[" + i + "]")
                        .toList(),
                samples);
    }

    /** Reads a file of images, or of a folder the one of the part to train on, else its only part. */
    @Override
    public Optional<InputSamples> tensors(SampleRequest request) {
        return file(request).map(file -> Sequences.of(samples(DataFile.of(file), request), request));
    }

    private static Optional<Path> file(SampleRequest request) {
        if (!Files.isDirectory(request.path())) {
            boolean isTable = TableFormat.isCsv(request.path());
            return !isTable && IdxFile.isImages(request.path(), DataFile.of(request.path()))
                    ? Optional.of(request.path())
                    : Optional.empty();
        }
        return request.files().stream()
                .filter(IdxFile::isNamedImages)
                .min(Comparator.comparing(IdxFolder::isTest)); // the first that is not of the test part
    }

    private static InputSamples samples(DataFile file, SampleRequest request) {
        List<ValueInfo> inputs = request.inputs();
        if (inputs.size() != 1) {
            throw new UnsupportedModelException(
                    "images are for a model of one input (expected 1, was " + inputs.size() + ")");
        }
        IdxFile.Images read = new IdxFile(file).images();
        ImageSize own = new ImageSize(read.width, read.height, 1);
        InputMeaning said = ModelInfo.of(request.model()).input();
        PictureForm form =
                PictureForm.ofOneSize(inputs.get(0), said, request.reading().images(), own);
        form.requireTaken(file.name(), own);
        return InputSamples.of(
                        request.spread(Arrays.asList(read.pixels)),
                        levels -> {
                            float[] values = new float[form.valueCount()];
                            form.copy(levels, own, WHITE, values, 0);
                            return request.pictures(form, values);
                        },
                        file.name())
                .madeOf(form);
    }
}
