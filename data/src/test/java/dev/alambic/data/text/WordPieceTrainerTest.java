package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WordPieceTrainerTest {

    /** The words of Sennrich et al., arXiv:1508.07909, algorithm 1. */
    private static final List<String> TEXTS = Stream.of(
                    "low low low low low lower lower", "newest newest newest newest newest newest widest widest widest")
            .toList();

    private static InputMeaning.Text train(int size) {
        return WordPieceTrainer.train("texts", TEXTS, size, 16);
    }

    private static List<String> vocabulary(InputMeaning.Text input) throws Exception {
        JsonNode vocabulary = new ObjectMapper().readTree(input.tokenizer()).at("/model/vocab");
        List<String> pieces = new ArrayList<>();
        vocabulary.fieldNames().forEachRemaining(pieces::add);
        return pieces;
    }

    @Test
    void neighboursThatStandTogetherMostOftenAreJoinedFirst() throws Exception {
        List<String> pieces = vocabulary(train(100));

        assertThat(pieces).startsWith("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
        // ##e ##s stands 9 times, ##es ##t 9; then ##w ##est and l ##o
        assertThat(pieces.subList(pieces.indexOf("##es"), pieces.indexOf("##es") + 2))
                .containsExactly("##es", "##est");
        assertThat(pieces).contains("low", "newest", "widest", "lower");
    }

    @Test
    void theLibraryCutsTextsByIt() throws Exception {
        InputMeaning.Text input = train(24);
        List<String> pieces = vocabulary(input);
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            int[][] tokens = tokenizer.encode(List.of("LÓW newest", "slowest ~"));
            assertThat(pieces).hasSize(24);
            assertThat(pieces.get(tokens[0][0])).isEqualTo("[CLS]");
            assertThat(tokens[0][1]).isEqualTo(pieces.indexOf("low"));
            assertThat(tokens[1]).contains(pieces.indexOf("[UNK]")).endsWith(pieces.indexOf("[SEP]"));
        }
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(TEXTS);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(WordPieceTrainer.train("texts", shuffled, 24, 16)).isEqualTo(train(24));
    }

    @Test
    void wordsArePartedAtBlanksAndPunctuation() {
        assertThat(WordPieceTrainer.words("Don't panic—42\u00a0times, 日本!"))
                .containsExactly("don", "'", "t", "panic", "—", "42", "times", ",", "日", "本", "!");
    }

    @Test
    void aVocabularyHoldsEveryLetter() {
        assertThatThrownBy(() -> train(10))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("texts: a vocabulary holds every letter (expected")
                .hasMessageContaining("was 10)");
        assertThatThrownBy(() -> WordPieceTrainer.train("texts", List.of(" "), 100, 16))
                .isInstanceOf(InvalidDataException.class);
    }
}
