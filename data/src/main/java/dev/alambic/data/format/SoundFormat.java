package dev.alambic.data.format;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.FileKind;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.sound.SoundForm;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** WAV files without labels: one, or those of a folder. */
final class SoundFormat implements DataFormat {

    @Override
    public Names names() {
        return new Names("", "WAV", "WAV files");
    }

    /** Takes any file but a table of samples. */
    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        if (!(meaning instanceof InputMeaning.Sound sound) || TableFormat.isCsv(path)) {
            return Optional.empty();
        }
        List<Path> files = files(path);
        SoundForm form = new SoundForm(sound);
        return Optional.of(new RawSamples(
                files.stream().map(file -> String.valueOf(file.getFileName())).toList(),
                files.stream().map(form::values).toArray(float[][]::new)));
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(file -> FileKind.SOUND.isCalled(String.valueOf(file.getFileName())))
                    .filter(DataFile::isThere)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new InvalidDataException(path + ": no WAV files in this folder");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }
}
