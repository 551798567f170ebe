package dev.alambic.data.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the files of a labelled folder hold. */
public enum FileKind {
    PICTURE(
            "png|jpe?g|jpe|jfif|webp|gif|bmp|tiff?",
            List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "BM", "RIFF....WEBP", "II\\*\0", "MM\0\\*")),
    SOUND("wave?", List.of("RIFF....WAVE")),
    TEXT("(txt|text|md)(\\.gz)?", List.of());

    /** How lists of files end. */
    static final Set<String> LISTS = Set.of("csv", "tsv");

    private static final int LONGEST_BEGINNING = 12;

    private final Pattern endings;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> beginnings;

    FileKind(String endings, List<String> beginnings) {
        this.endings = Pattern.compile(".*\\.(" + endings + ")", Pattern.CASE_INSENSITIVE);
        this.beginnings = List.copyOf(beginnings);
    }

    /** Returns what one is called. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what several are called. */
    public String words() {
        return word() + "s";
    }

    /** Returns whether a file is called as one of this kind. */
    public boolean isCalled(String name) {
        return endings.matcher(name).matches();
    }

    /** Returns the kind of a file, by its ending, else by how it begins; empty if it is none. */
    static Optional<FileKind> of(Path file) {
        String name = String.valueOf(file.getFileName());
        Optional<FileKind> called =
                Arrays.stream(values()).filter(kind -> kind.isCalled(name)).findFirst();
        return called.isPresent() || !Files.isRegularFile(file) ? called : begunAs(file);
    }

    private static Optional<FileKind> begunAs(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
            return Arrays.stream(values())
                    .filter(kind -> kind.beginnings.stream().anyMatch(begin -> head.matches("(?s)" + begin + ".*")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the endings that a list of files may leave out. */
    static List<String> usualEndings() {
        return List.of("", ".jpg", ".png", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".wav", ".txt");
    }
}
