package dev.alambic.data.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns a vocabulary of word pieces from texts, as a tokenizer that the library of such files runs: lower case without
 * accents, words parted at blanks and punctuation, a word cut into the longest known pieces from its beginning, those
 * behind the first marked by {@code ##} (Devlin et al., arXiv:1810.04805, section 3; Schuster and Nakajima, Japanese
 * and Korean voice search, 2012).
 *
 * <p>The pieces are found by joining, again and again, the two neighbours that stand beside each other most often
 * (Sennrich et al., arXiv:1508.07909, section 3.2; of equals the first in the order of their letters), up to the wanted
 * size or until none stands twice. The same texts give the same vocabulary, in whatever order they come.
 */
public final class WordPieceTrainer {

    /** What stands before the pieces, in the order of BERT. */
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final int MOST_LETTERS = 1000;
    private static final int LONGEST_WORD = 100;
    private static final String INSIDE = "##";

    private final List<String> pieces = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Pair, Long> counts = new HashMap<>();
    private final Map<Pair, Set<Word>> places = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparing(Candidate::text)
            .thenComparing(candidate -> pieceOf(candidate.pair().left())));

    private WordPieceTrainer() {}

    /** Two pieces beside each other. */
    private record Pair(int left, int right) {}

    /** A pair that may be joined next; out of date if the pair's count has changed. */
    private record Candidate(Pair pair, long count, String text) {}

    /** A word as its pieces. */
    private static final class Word {
        private final long count;
        private int[] pieces;

        Word(int[] pieces, long count) {
            this.pieces = pieces;
            this.count = count;
        }
    }

    /**
     * Returns what a model of these texts takes.
     *
     * @param where the texts are from, for messages
     * @param size the most pieces, the five special ones and the letters included
     * @param length the most tokens of one text, the two around it included
     * @throws InvalidDataException if the texts have more letters than the vocabulary has places, or no letter
     */
    public static InputMeaning.Text train(String where, Iterable<String> texts, int size, int length) {
        WordPieceTrainer trainer = new WordPieceTrainer();
        trainer.read(where, texts, size);
        trainer.join(size);
        return new InputMeaning.Text(length, 0, trainer.json());
    }

    private void read(String where, Iterable<String> texts, int size) {
        Map<String, Long> byWord = new TreeMap<>();
        texts.forEach(text -> words(text).forEach(word -> byWord.merge(word, 1L, Long::sum)));
        Map<String, Long> letters = new TreeMap<>();
        byWord.forEach((word, count) -> letters(word).forEach(letter -> letters.merge(letter, count, Long::sum)));
        List<String> kept = letters.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_LETTERS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (kept.isEmpty() || kept.size() + SPECIAL.size() > size) {
            throw new InvalidDataException(
                    where, "a vocabulary holds every letter", (kept.size() + SPECIAL.size()) + " pieces or more", size);
        }
        SPECIAL.forEach(this::piece);
        kept.forEach(this::piece);
        byWord.forEach((word, count) -> {
            List<String> parts = letters(word);
            if (numbers.keySet().containsAll(parts)) {
                count(new Word(parts.stream().mapToInt(this::piece).toArray(), count), 1);
            }
        });
    }

    /** Returns the letters of a word, those behind the first marked. */
    private static List<String> letters(String word) {
        List<String> letters = new ArrayList<>();
        word.codePoints().forEach(code -> letters.add((letters.isEmpty() ? "" : INSIDE) + Character.toString(code)));
        return letters;
    }

    /** Parts a text as the tokenizer does before it looks for pieces. */
    static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{Mn}+", "")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(code -> {
            boolean single = isPunctuation(code) || Character.isIdeographic(code);
            if (single || Character.isWhitespace(code) || Character.isSpaceChar(code) || Character.isISOControl(code)) {
                end(word, words);
            } else {
                word.appendCodePoint(code);
            }
            if (single) {
                words.add(Character.toString(code));
            }
        });
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty() && word.length() <= LONGEST_WORD) {
            words.add(word.toString());
        }
        word.setLength(0);
    }

    private static boolean isPunctuation(int code) {
        boolean ascii = code > ' ' && code < 127 && !Character.isLetterOrDigit(code);
        return ascii
                || switch (Character.getType(code)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    private int piece(String text) {
        return numbers.computeIfAbsent(text, added -> {
            pieces.add(added);
            return pieces.size() - 1;
        });
    }

    private String pieceOf(int number) {
        return pieces.get(number);
    }

    private void count(Word word, int sign) {
        for (int i = 1; i < word.pieces.length; i++) {
            Pair pair = new Pair(word.pieces[i - 1], word.pieces[i]);
            counts.merge(pair, sign * word.count, Long::sum);
            if (sign > 0) {
                places.computeIfAbsent(pair, none -> new HashSet<>()).add(word);
            }
        }
    }

    private void join(int size) {
        counts.keySet().forEach(this::offer);
        while (pieces.size() < size && !queue.isEmpty()) {
            Candidate best = queue.poll();
            if (best.count() < 2) {
                return;
            }
            if (best.count() == counts.getOrDefault(best.pair(), 0L)) {
                join(best.pair(), piece(best.text()));
            }
        }
    }

    private void offer(Pair pair) {
        long count = counts.getOrDefault(pair, 0L);
        if (count > 0) {
            String right = pieceOf(pair.right());
            queue.add(new Candidate(pair, count, pieceOf(pair.left()) + right.substring(INSIDE.length())));
        }
    }

    private void join(Pair pair, int joined) {
        Set<Pair> changed = new HashSet<>();
        for (Word word : Objects.requireNonNull(places.remove(pair))) {
            count(word, -1);
            pairs(word, changed);
            word.pieces = joined(word.pieces, pair, joined);
            count(word, 1);
            pairs(word, changed);
        }
        counts.remove(pair);
        changed.forEach(this::offer);
    }

    private static void pairs(Word word, Set<Pair> into) {
        for (int i = 1; i < word.pieces.length; i++) {
            into.add(new Pair(word.pieces[i - 1], word.pieces[i]));
        }
    }

    private static int[] joined(int[] pieces, Pair pair, int joined) {
        int[] out = new int[pieces.length];
        int length = 0;
        for (int i = 0; i < pieces.length; i++) {
            boolean both = i + 1 < pieces.length && pieces[i] == pair.left() && pieces[i + 1] == pair.right();
            out[length++] = both ? joined : pieces[i];
            i += both ? 1 : 0;
        }
        return Arrays.copyOf(out, length);
    }

    private String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", SPECIAL.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .putNull("strip_accents")
                .put("lowercase", true);
        root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        ObjectNode around = root.putObject("post_processor").put("type", "BertProcessing");
        around.putArray("sep").add("[SEP]").add(SPECIAL.indexOf("[SEP]"));
        around.putArray("cls").add("[CLS]").add(SPECIAL.indexOf("[CLS]"));
        root.putObject("decoder").put("type", "WordPiece").put("prefix", INSIDE).put("cleanup", true);
        ObjectNode model = root.putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", INSIDE)
                .put("max_input_chars_per_word", LONGEST_WORD);
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        pieces.forEach(piece -> vocabulary.put(piece, vocabulary.size()));
        model.set("vocab", new ObjectMapper().valueToTree(vocabulary));
        return root.toString();
    }
}
