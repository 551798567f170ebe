package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmallerTokenizerTest {

    private static final List<String> LEARNT = List.of(
            "a mail client for the terminal",
            "a mail server that answers the terminal",
            "a game of chess for the terminal",
            "chess against the mail server, a game");
    private static final InputMeaning.Text WHOLE = WordPieceTrainer.train("texts", LEARNT, 200, 24);

    private static SmallerTokenizer of(List<String> texts) {
        BitSet used = new BitSet();
        for (int[] text : encode(WHOLE, texts)) {
            IntStream.of(text).forEach(used::set);
        }
        return SmallerTokenizer.of(WHOLE.tokenizer(), used);
    }

    private static int[][] encode(InputMeaning.Text input, List<String> texts) {
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return tokenizer.encode(texts);
        }
    }

    private static InputMeaning.Text input(SmallerTokenizer smaller) {
        return new InputMeaning.Text(24, 0, smaller.json());
    }

    private static int[][] inOldNumbers(SmallerTokenizer smaller, List<String> texts) {
        int[][] tokens = encode(input(smaller), texts);
        for (int[] text : tokens) {
            for (int i = 0; i < text.length; i++) {
                text[i] = smaller.kept().get(text[i]);
            }
        }
        return tokens;
    }

    @Test
    void textsWhoseTokensStayAreCutAsBefore() {
        List<String> texts = LEARNT.subList(0, 2);

        SmallerTokenizer smaller = of(texts);

        assertThat(smaller.kept()).hasSizeLessThan(TokenizerSource.tokens(WHOLE));
        assertThat(TokenizerSource.tokens(input(smaller)))
                .isEqualTo(smaller.kept().size());
        assertThat(inOldNumbers(smaller, texts)).isDeepEqualTo(encode(WHOLE, texts));
    }

    @Test
    void aWordThatLostItsTokenIsCutIntoSmallerOnes() {
        SmallerTokenizer smaller = of(LEARNT.subList(0, 2));

        int[][] whole = encode(WHOLE, List.of("chess"));
        int[][] cut = encode(input(smaller), List.of("chess"));

        assertThat(cut[0]).hasSizeGreaterThan(whole[0].length).doesNotContain(1);
    }

    @Test
    void onlyWordPiecesAreCut() {
        assertThatThrownBy(() -> SmallerTokenizer.of("{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}", new BitSet()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("tokenizer: its vocabulary cannot be made smaller (expected WordPiece, was 'BPE')");
    }

    @Test
    void numbersBesideTheVocabularyAreChangedToo() {
        String json = """
                {"added_tokens": [{"id": 2, "content": "[CLS]"}], "padding": {"pad_id": 4},
                 "post_processor": {"type": "Sequence", "processors": [
                   {"type": "TemplateProcessing", "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}}},
                   {"type": "BertProcessing", "sep": ["[SEP]", 5], "cls": ["[CLS]", 2]}]},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab":
                   {"gone": 0, "[UNK]": 1, "[CLS]": 2, "too": 3, "[PAD]": 4, "[SEP]": 5, "##x": 6}}}
                """;
        BitSet used = new BitSet();
        used.set(4, 6);

        SmallerTokenizer smaller = SmallerTokenizer.of(json, used);

        assertThat(smaller.kept()).containsExactly(1, 2, 4, 5, 6);
        assertThat(smaller.json())
                .contains(
                        "{\"[UNK]\":0,\"[CLS]\":1,\"[PAD]\":2,\"[SEP]\":3,\"##x\":4}",
                        "\"pad_id\":2",
                        "\"ids\":[1]",
                        "\"sep\":[\"[SEP]\",3]",
                        "\"cls\":[\"[CLS]\",1]",
                        "{\"id\":1,\"content\":\"[CLS]\"}");
    }
}
