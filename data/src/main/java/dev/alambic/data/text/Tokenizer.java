package dev.alambic.data.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Samples;
import dev.alambic.onnx.InputMeaning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Cuts texts into tokens, as a model of texts was trained on: the tokenizer of its {@link InputMeaning.Text}, run by
 * the library that such files come from. Texts longer than the model takes lose their end.
 *
 * <pre>{@code
 * try (Tokenizer tokenizer = Tokenizer.of(input)) {
 *     int[][] tokens = tokenizer.encode(List.of("An encrypted mail client", "A game of chess"));
 * }
 * }</pre>
 */
public final class Tokenizer implements AutoCloseable {

    /** Texts that are cut at once, in parallel; what the library says of a token is a hundred times its number. */
    private static final int CHUNK = 512;

    /** Tokens of two short texts, and their marks. */
    private static final int PROBE = 16;

    private final HuggingFaceTokenizer tokenizer;
    private final InputMeaning.Text input;

    private Tokenizer(HuggingFaceTokenizer tokenizer, InputMeaning.Text input) {
        this.tokenizer = tokenizer;
        this.input = input;
    }

    /**
     * Opens the tokenizer of a model's input.
     *
     * @throws InvalidDataException if its JSON is broken, or the library does not know what it asks for
     */
    public static Tokenizer of(InputMeaning.Text input) {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        String length = Integer.toString(input.length());
        Map<String, String> options = Map.of(
                "truncation", "true", "padding", "false", "maxLength", length, "modelMaxLength", length, "stride", "0");
        try {
            byte[] json = input.tokenizer().getBytes(StandardCharsets.UTF_8);
            return new Tokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options), input);
        } catch (IOException e) {
            throw new AssertionError("bug: reading from memory failed", e);
        } catch (RuntimeException e) {
            throw new InvalidDataException("tokenizer: " + firstLine(e), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Returns the numbers of the tokens of each text, at most as many as the model takes, without padding.
     *
     * @return [texts][tokens]
     */
    public int[][] encode(List<String> texts) {
        return encodeAll(texts.stream().map(text -> new Passage(text, null)).toList());
    }

    /**
     * Returns the numbers of the tokens of each text, or of each two, at most as many as the model takes, without
     * padding; of two texts the longer one loses its end first.
     *
     * @return [texts][tokens]
     */
    public int[][] encodeAll(List<Passage> texts) {
        int[][] tokens = new int[texts.size()][];
        for (int from = 0; from < tokens.length; from += CHUNK) {
            Encoding[] encodings = encoded(texts.subList(from, Math.min(tokens.length, from + CHUNK)));
            for (int i = 0; i < encodings.length; i++) {
                tokens[from + i] = ids(encodings[i]);
            }
        }
        return tokens;
    }

    private Encoding[] encoded(List<Passage> texts) {
        if (texts.stream().allMatch(text -> text.second() == null)) {
            return tokenizer.batchEncode(texts.stream().map(Passage::first).toList());
        }
        return texts.stream()
                .map(text -> tokenizer.encode(text.first(), Objects.requireNonNull(text.second(), "a second text")))
                .toArray(Encoding[]::new);
    }

    /**
     * Returns the input of a model that is asked about two texts.
     *
     * @param names what they are called
     */
    public static InputMeaning.Text ofPairs(InputMeaning.Text input, List<String> names) {
        try (Tokenizer tokenizer = of(input.withLength(Math.max(input.length(), PROBE)))) {
            Encoding probe = tokenizer.tokenizer.encode("a", "b");
            int second = 0;
            while (second < probe.getTypeIds().length && probe.getTypeIds()[second] == 0) {
                second++;
            }
            boolean parted =
                    second > 0 && second < probe.getTypeIds().length && probe.getSpecialTokenMask()[second - 1] == 1;
            int separator = parted ? Math.toIntExact(probe.getIds()[second - 1]) : InputMeaning.Text.NO_SEPARATOR;
            return input.withPair(new InputMeaning.Text.Pair(names.get(0), names.get(1), separator));
        }
    }

    /**
     * Returns texts as a model takes them, [texts][length of the input], padded behind.
     *
     * @see Dataset#copySample
     */
    public float[][] samples(List<String> texts) {
        return samples(encode(texts));
    }

    /** Returns texts, or pairs, as {@link #samples(List)} does. */
    public float[][] samplesOf(List<Passage> texts) {
        return samples(encodeAll(texts));
    }

    private float[][] samples(int[][] encoded) {
        float[][] samples = new float[encoded.length][input.length()];
        Samples tokens = new Samples.Tokens(encoded, input);
        for (int i = 0; i < samples.length; i++) {
            tokens.copy(i, samples[i], 0);
        }
        return samples;
    }

    /** Returns about the text that a sample was cut from, without its padding and without what was cut off. */
    public String text(float[] sample) {
        int length = sample.length;
        while (length > 0 && sample[length - 1] == input.padId()) {
            length--;
        }
        long[] ids = new long[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (long) sample[i];
        }
        return tokenizer.decode(ids, true);
    }

    private int[] ids(Encoding encoding) {
        long[] ids = encoding.getIds();
        int[] numbers = new int[Math.min(input.length(), ids.length)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.toIntExact(ids[i]);
        }
        return numbers;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
