package dev.alambic.data;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.RowStore;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads samples to learn from whose answers nobody knows; of many, little is in memory. */
public final class UnlabelledData {
    private UnlabelledData() {}

    /**
     * Reads a file as {@link SampleSource} does, or every picture in a folder and in those below.
     *
     * @param meaning what a sample is
     * @return raw units [samples, values of a sample]
     * @throws InvalidDataException if there is nothing, or something is broken
     */
    public static RowStore read(String source, InputMeaning meaning, DataOptions options) {
        Path path = Path.of(source);
        if (!Files.exists(path)) {
            throw new InvalidDataException(source, "samples without labels are there", "a file or folder", "nothing");
        }
        return Files.isDirectory(path) && meaning instanceof InputMeaning.Image image
                ? pictures(path, image)
                : rows(SampleSource.read(source, meaning, options));
    }

    private static RowStore rows(RawSamples samples) {
        RowStore.Writer rows = new RowStore.Writer(samples.value(0).length);
        for (int i = 0; i < samples.size(); i++) {
            rows.add(samples.value(i));
        }
        return rows.finish();
    }

    private static RowStore pictures(Path folder, InputMeaning.Image image) {
        PictureForm form = PictureForm.of(image);
        RowStore.Writer rows = new RowStore.Writer(form.valueCount());
        for (Path file : files(folder)) {
            rows.add(form.values(file));
        }
        if (rows.count() == 0) {
            throw new InvalidDataException(folder.toString(), "samples without labels are there", "pictures", "none");
        }
        return rows.finish();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> FileKind.PICTURE.isCalled(String.valueOf(file.getFileName())))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }
}
