package dev.alambic.data.folder;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DecodedText;
import dev.alambic.data.file.InvalidDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads labelled files of texts. */
public final class TextFiles {
    /** Letters of one text; what is longer is no text to be read at once. */
    private static final int MOST_LETTERS = 1 << 24;

    private static final int SHOWN = 3;

    private final LabelledFiles found;
    private final Charset encoding;
    private final boolean skipBroken;
    /** By file, so that a file that is read twice counts once. */
    private final Map<String, String> broken = new LinkedHashMap<>();

    /**
     * A text.
     *
     * @param where it stands, for messages
     * @param file that it is from
     */
    public record Labelled(String text, String label, String part, String where, LabelledFiles.Entry file) {}

    /** @param skipBroken whether files that are no texts are left out, and else refused */
    public TextFiles(LabelledFiles found, Charset encoding, boolean skipBroken) {
        this.found = found;
        this.encoding = encoding;
        this.skipBroken = skipBroken;
    }

    /**
     * Reads some of the files, one after the other.
     *
     * @throws InvalidDataException if one is empty, or no text
     */
    public void read(List<LabelledFiles.Entry> entries, Consumer<Labelled> each) {
        for (LabelledFiles.Entry entry : entries) {
            List<Labelled> texts;
            try {
                texts = texts(entry);
            } catch (InvalidDataException e) {
                if (!skipBroken) {
                    throw new InvalidDataException(
                            e.getMessage() + " (data: {broken: skip} in a recipe leaves such files out)", e);
                }
                broken.put(entry.file(), String.valueOf(e.getMessage()));
                continue;
            }
            texts.forEach(each);
        }
    }

    private List<Labelled> texts(LabelledFiles.Entry entry) {
        Path path = found.root().resolve(entry.file());
        if (!found.lines()) {
            return List.of(new Labelled(whole(path, encoding), entry.label(), entry.partName(), entry.where(), entry));
        }
        List<Labelled> texts = new ArrayList<>();
        DataFile file = DataFile.of(path);
        file.read(in -> {
            BufferedReader reader = new BufferedReader(new DecodedText(file.name(), in, encoding));
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    texts.add(new Labelled(
                            line.strip(), entry.label(), entry.partName(), entry.where() + ":" + number, entry));
                }
                number++;
            }
            return number;
        });
        if (texts.isEmpty()) {
            throw new InvalidDataException(path + ": no text in this file");
        }
        return texts;
    }

    /**
     * Returns a file as one text, without blanks around it.
     *
     * @throws InvalidDataException if it is empty, very large, or no text in this encoding
     */
    public static String whole(Path path, Charset encoding) {
        DataFile file = DataFile.of(path);
        String text = file.read(in -> whole(file.name(), in, encoding)).strip();
        if (text.isEmpty()) {
            throw new InvalidDataException(path + ": no text in this file");
        }
        return text;
    }

    private static String whole(String name, InputStream in, Charset encoding) throws IOException {
        Reader reader = new DecodedText(name, in, encoding);
        StringBuilder text = new StringBuilder();
        char[] some = new char[1 << 13];
        for (int got = reader.read(some, 0, some.length); got >= 0; got = reader.read(some, 0, some.length)) {
            text.append(some, 0, got);
            if (text.length() > MOST_LETTERS) {
                throw new InvalidDataException(
                        name + ": too long for one text (expected at most " + MOST_LETTERS + " letters)");
            }
        }
        return text.toString();
    }

    /** Returns what was left out so far. */
    List<String> notes() {
        if (broken.isEmpty()) {
            return List.of();
        }
        List<String> messages = brokenFiles();
        return List.of(messages.size() + " of " + found.files().size() + " files are broken and left out: "
                + String.join("; ", messages.subList(0, Math.min(SHOWN, messages.size())))
                + (messages.size() > SHOWN ? "; …" : ""));
    }

    /** Returns what is wrong with the files that were left out so far. */
    public List<String> brokenFiles() {
        return List.copyOf(broken.values());
    }
}
