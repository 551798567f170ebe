package dev.alambic.data.idx;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.onnx.InputMeaning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of images and the file of their labels. */
public record IdxPair(DataFile images, DataFile labels) {

    /** Reads a data set of one pair, or of two where the source has its own test part. */
    public static LoadedData load(String name, IdxPair train, @Nullable IdxPair test, DataOptions options) {
        Dataset all = train.read(name, options);
        if (test == null) {
            return new LoadedData(all, null);
        }
        DataOptions asTrained = options.withClasses(all.classes()).withInput(all.input());
        return new LoadedData(all, test.read(name + " test", asTrained));
    }

    private Dataset read(String name, DataOptions options) {
        if (options.targets() != null) {
            throw new InvalidDataException(
                    labels.name() + ": labels of IDX files are classes (a regression takes a table)");
        }
        IdxFile.Images read = new IdxFile(images).images();
        InputMeaning.Image input = input(read, options.input());
        byte[] codes = new IdxFile(labels).labels();
        if (codes.length != read.pixels.length) {
            throw new InvalidDataException(
                    labels.name(), "one label an image of " + images.name(), read.pixels.length, codes.length);
        }
        LabelEncoder encoder = encode(codes, options.classes());
        return Dataset.images(name, input, encoder.classes(), read.pixels, encoder.labels());
    }

    private LabelEncoder encode(byte[] codes, @Nullable List<String> classes) {
        LabelEncoder encoder = new LabelEncoder(classes);
        for (int i = 0; i < codes.length; i++) {
            int index = i;
            encoder.add(Integer.toString(codes[i] & 0xff), () -> labels.name() + "[" + index + "]");
        }
        encoder.requireTwoClasses(labels.name());
        return encoder;
    }

    private InputMeaning.Image input(IdxFile.Images read, @Nullable InputMeaning wanted) {
        InputMeaning.Image own = new InputMeaning.Image(1, read.height, read.width, 0, 255);
        if (wanted == null) {
            return own;
        }
        if (!(wanted instanceof InputMeaning.Image image)) {
            throw new InvalidDataException(
                    images.name() + ": images cannot be fed to a model of " + wanted.kind() + "s");
        }
        ImageSize.require(images.name(), ImageSize.of(image), ImageSize.of(own));
        return image;
    }
}
