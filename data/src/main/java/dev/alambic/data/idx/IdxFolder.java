package dev.alambic.data.idx;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.LoadedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds IDX files by the names that they are published under: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-…} or {@code test-…} for the test part, also {@code images.idx3-ubyte},
 * also with {@code .gz}, also behind a prefix such as {@code emnist-letters-}.
 */
public record IdxFolder(Path folder, String prefix) {
    private static final List<String> TRAIN = List.of("train-", "");
    private static final List<String> TEST = List.of("t10k-", "test-");

    /** Returns the data set at a folder, a prefix of file names or a single file of images, if there is one. */
    public static Optional<LoadedData> load(Path path, DataOptions options) {
        if (Files.isRegularFile(path)) {
            return partner(path).map(pair -> IdxPair.load(stem(path), pair, null, options));
        }
        if (Files.isDirectory(path)) {
            return new IdxFolder(path, "").load(stem(path), options);
        }
        Path parent = Objects.requireNonNullElse(path.getParent(), Path.of(""));
        return Stream.of(stem(path), stem(path) + "-")
                .flatMap(prefix -> new IdxFolder(parent, prefix).load(stem(path), options).stream())
                .findFirst();
    }

    /** Returns whether a file of images is that of a test part, by its name. */
    public static boolean isTest(Path images) {
        return TEST.stream().anyMatch(part -> stem(images).contains(part + "images"));
    }

    private Optional<LoadedData> load(String name, DataOptions options) {
        Optional<IdxPair> train =
                TRAIN.stream().flatMap(part -> pair(part).stream()).findFirst();
        Optional<IdxPair> test =
                TEST.stream().flatMap(part -> pair(part).stream()).findFirst();
        return train.map(pair -> IdxPair.load(name, pair, test.orElse(null), options))
                .or(() -> test.map(pair -> IdxPair.load(name, pair, null, options)));
    }

    private Optional<IdxPair> pair(String part) {
        return file(prefix + part + "images", "idx3-ubyte").flatMap(IdxFolder::partner);
    }

    private Optional<Path> file(String stem, String ending) {
        return Stream.of("-", ".")
                .flatMap(mark -> Stream.of("", ".gz").map(packed -> folder.resolve(stem + mark + ending + packed)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the pair of a file of images, empty if the file is none by its name and first bytes. */
    private static Optional<IdxPair> partner(Path images) {
        String name = stem(images);
        DataFile file = DataFile.of(images);
        if (!IdxFile.isImages(images, file)) {
            return Optional.empty();
        }
        String bare = name.replace("images", "labels").replace("idx3", "idx1").replaceFirst("\\.gz$", "");
        return Stream.of(bare, bare + ".gz")
                .filter(other -> !other.equals(name))
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(labels -> new IdxPair(file, DataFile.of(labels)))
                .or(() -> {
                    throw new InvalidDataException(images + ": no file of labels beside the images (expected " + bare
                            + " or " + bare + ".gz)");
                });
    }

    private static String stem(Path path) {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }
}
