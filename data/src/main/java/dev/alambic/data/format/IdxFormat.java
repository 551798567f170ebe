package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.idx.IdxFile;
import dev.alambic.data.idx.IdxFolder;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Samples;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The format of MNIST: a folder, a prefix of names or one file of images beside its labels; images alone too. */
final class IdxFormat implements DataFormat {

    @Override
    public Names names() {
        return new Names("a folder of IDX files", "IDX", "train-images-idx3-ubyte[.gz] and its labels");
    }

    @Override
    public Optional<LoadedData> labelled(Path path, DataOptions options) {
        return IdxFolder.load(path, options);
    }

    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, @Nullable String textColumn) {
        if (!(meaning instanceof InputMeaning.Image image) || TableFormat.isCsv(path)) {
            return Optional.empty();
        }
        DataFile file = DataFile.of(path);
        return IdxFile.isImages(path, file) ? Optional.of(read(file, image)) : Optional.empty();
    }

    private static RawSamples read(DataFile file, InputMeaning.Image image) {
        IdxFile.Images read = new IdxFile(file).images();
        ImageSize.require(file.name(), ImageSize.of(image), new ImageSize(read.width, read.height, 1));
        Samples pixels = new Samples.Pixels(read.pixels, image.min(), (image.max() - image.min()) / 255);
        float[][] samples = new float[pixels.count()][read.height * read.width];
        for (int i = 0; i < samples.length; i++) {
            pixels.copy(i, samples[i], 0);
        }
        return new RawSamples(
                IntStream.range(0, samples.length)
                        .mapToObj(i -> file.name() + "[" + i + "]")
                        .toList(),
                samples);
    }
}
