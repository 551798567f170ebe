package dev.alambic.data.folder;

import dev.alambic.data.file.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds pictures below a folder: files that are called so, and others that begin as pictures do. Hidden files and
 * folders, and those that macOS adds to archives, are left out; a link must stay inside.
 */
final class PictureWalk {
    private static final Set<String> ENDINGS =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "tif", "tiff");
    private static final List<String> BEGINNINGS =
            List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "BM", "RIFF", "II*\0", "MM\0*");
    private static final int LONGEST_BEGINNING = 4;

    private final Path root;
    private final Path real;

    PictureWalk(Path root) {
        this.root = root;
        try {
            this.real = root.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": cannot be read", e);
        }
    }

    /** Returns the folders in a folder, in the order of their names. */
    List<Path> folders(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !isHidden(path) && Files.isDirectory(path))
                    .map(this::inside)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns the files in a folder that end so, in the order of their names. */
    static List<Path> ending(Path folder, Set<String> endings) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> !isHidden(path) && Files.isRegularFile(path) && endings.contains(ending(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns whether a picture lies in a folder itself. */
    static boolean hasPictures(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.anyMatch(path -> !isHidden(path) && Files.isRegularFile(path) && isPicture(path));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** Returns the pictures in a folder and all folders below, relative to the root, in the order of their names. */
    List<String> pictures(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    return isHidden(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path path = attributes.isSymbolicLink() ? inside(file) : file;
                    if (!isHidden(path) && isPicture(path)) {
                        found.add(path);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
        return found.stream()
                .map(path -> root.relativize(path).toString())
                .sorted()
                .toList();
    }

    /** Checks that what a link points to lies inside, and is there. */
    private Path inside(Path path) {
        if (!Files.isSymbolicLink(path)) {
            return path;
        }
        try {
            if (!path.toRealPath().startsWith(real)) {
                throw new InvalidDataException(
                        path + ": a link that leads out of " + root + " (expected a file inside, " + "was "
                                + path.toRealPath() + "): put the files themselves there");
            }
            return path;
        } catch (IOException e) {
            throw new InvalidDataException(path + ": a link to nothing", e);
        }
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.equals("__MACOSX");
    }

    static boolean isPicture(Path path) {
        return ENDINGS.contains(ending(path)) || (Files.isRegularFile(path) && beginsAsPicture(path));
    }

    static String ending(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean beginsAsPicture(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            String head = new String(in.readNBytes(LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
            return BEGINNINGS.stream().anyMatch(head::startsWith);
        } catch (IOException e) {
            return false;
        }
    }
}
