package dev.alambic.data.text;

import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A tokenizer of sixteen words, in lower case, between {@code [CLS]} (2) and {@code [SEP]} (3): {@code [PAD]} 0,
 * {@code [UNK]} 1, good 4, bad 5, fine 6, awful 7, the 8, a 9, film 10, book 11, was 12, is 13, very 14, not 15.
 */
public final class Words {

    private Words() {}

    /** Returns what a model takes that uses it. */
    public static InputMeaning.Text input(int length) {
        return new InputMeaning.Text(length, 0, json());
    }

    /** Returns the same with other capitals. */
    public static InputMeaning.Text otherInput(int length) {
        return new InputMeaning.Text(length, 0, json().replace("Lowercase", "NFC"));
    }

    static String json() {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream("words-tokenizer.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
