package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizers of other kinds than word pieces, in the form of the library; the numbers were found by hand. */
class OtherTokenizersTest {

    /**
     * Pairs of bytes, merged in this order: l+o, lo+w, e+r, Ġ+low. A blank is Ġ; é is the bytes C3 A9, Ã and ©.
     *
     * @param special the tokens before the bytes
     * @param around what is put around a text
     */
    private static String bytePairs(String special, String around) {
        return """
                {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s],"normalizer":null,
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
                 "post_processor":%s,
                 "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
                 "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
                  "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,
                  "vocab":{"!":3,"l":4,"o":5,"w":6,"e":7,"r":8,"Ġ":9,"Ã":10,"©":11,"lo":12,"low":13,"er":14,"Ġlow":15,
                   "<|endoftext|>":2,"<s>":0,"<pad>":1},
                  "merges":["l o","lo w","e r","Ġ low"]}}
                """.replaceFirst("%s", special).replaceFirst("%s", around);
    }

    private static String token(int id, String content) {
        return "{\"id\":" + id + ",\"content\":\"" + content
                + "\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}";
    }

    /** As RoBERTa has it. */
    private static final String MARKED = bytePairs(
            token(0, "<s>") + "," + token(1, "<pad>") + "," + token(2, "<|endoftext|>"),
            "{\"type\":\"RobertaProcessing\",\"sep\":[\"<|endoftext|>\",2],\"cls\":[\"<s>\",0],"
                    + "\"trim_offsets\":true,\"add_prefix_space\":false}");

    /** As GPT-2 has it: no marks, no padding. */
    private static final String BARE = bytePairs(
            token(2, "<|endoftext|>"),
            "{\"type\":\"ByteLevel\",\"add_prefix_space\":true," + "\"trim_offsets\":false,\"use_regex\":true}");

    /** The most probable cut: of lower, ▁low and er (-3) before ▁lower (-4). */
    private static final String UNIGRAM = """
            {"version":"1.0","truncation":null,
             "padding":{"strategy":{"Fixed":32},"direction":"Right","pad_to_multiple_of":null,"pad_id":7,"pad_type_id":0,
              "pad_token":"<pad>"},
             "added_tokens":[%s,%s,%s],"normalizer":null,
             "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
             "post_processor":{"type":"TemplateProcessing",
              "single":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
              "pair":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}},
               {"Sequence":{"id":"B","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
              "special_tokens":{"</s>":{"id":"</s>","ids":[1],"tokens":["</s>"]}}},
             "decoder":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
             "model":{"type":"Unigram","unk_id":0,"byte_fallback":false,"vocab":[["<unk>",0],["</s>",0],["▁low",-1],
              ["er",-2],["▁lower",-4],["▁",-5],["w",-6],["<pad>",0]]}}
            """.replaceFirst("%s", token(0, "<unk>"))
            .replaceFirst("%s", token(1, "</s>"))
            .replaceFirst("%s", token(7, "<pad>"));

    @TempDir
    private Path folder;

    private InputMeaning.Text open(String json, int length) throws IOException {
        return TokenizerSource.open(
                Files.writeString(folder.resolve("tokenizer.json"), json).toString(), length);
    }

    private static int[] tokens(InputMeaning.Text input, String text) {
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return tokenizer.encode(List.of(text))[0];
        }
    }

    @Test
    void bytePairsAreMergedInTheirOrder() throws IOException {
        InputMeaning.Text input = open(MARKED, 16);

        assertThat(tokens(input, "low lower wé")).containsExactly(0, 13, 15, 14, 9, 6, 10, 11, 2);
        assertThat(tokens(input, "")).containsExactly(0, 2);
        assertThat(input.padId()).isEqualTo(1);
        assertThat(TokenizerSource.tokens(input)).isEqualTo(16);
        assertThat(input.tokenizer()).isEqualTo(MARKED);
    }

    @Test
    void aLongTextOfBytePairsKeepsItsMarks() throws IOException {
        assertThat(tokens(open(MARKED, 4), "low lower wé")).containsExactly(0, 13, 15, 2);
    }

    @Test
    void bytePairsAreTextAgain() throws IOException {
        InputMeaning.Text input = open(MARKED, 16);
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            assertThat(tokenizer.text(tokenizer.samples(List.of("low lower wé"))[0]))
                    .isEqualTo("low lower wé");
        }
    }

    /** Padding with a word of its own would leave that out at the end of every text. */
    @ParameterizedTest
    @CsvSource({"low!,13 3", "!!,3 3", "' lower',15 14"})
    void withoutATokenForItPaddingIsNoWord(String text, String expected) throws IOException {
        InputMeaning.Text input = open(BARE, 8);
        int[] numbers = List.of(expected.split(" ")).stream()
                .mapToInt(Integer::parseInt)
                .toArray();

        assertThat(tokens(input, text)).containsExactly(numbers);
        assertThat(input.padId()).isEqualTo(2);
    }

    @Test
    void theMostProbableCutIsTaken() throws IOException {
        InputMeaning.Text input = open(UNIGRAM, 8);

        assertThat(tokens(input, "low lower w")).containsExactly(2, 2, 3, 5, 6, 1);
        assertThat(tokens(input, "é")).containsExactly(5, 0, 1);
        assertThat(tokens(input, "")).containsExactly(1);
        assertThat(input.padId()).isEqualTo(7);
        assertThat(TokenizerSource.tokens(input)).isEqualTo(8);
    }

    /** The file's own padding and truncation do not count: the model's length does. */
    @Test
    void theFilesOwnPaddingIsLeftOut() throws IOException {
        assertThat(tokens(open(UNIGRAM, 64), "low")).containsExactly(2, 1);
        assertThat(tokens(
                        open(
                                UNIGRAM.replace(
                                        "\"truncation\":null",
                                        "\"truncation\":{\"direction\":\"Left\","
                                                + "\"max_length\":2,\"strategy\":\"LongestFirst\",\"stride\":0}"),
                                8),
                        "low low low"))
                .containsExactly(2, 2, 2, 1);
    }

    @Test
    void pairsWithoutSegmentsHaveNoSeparator() throws IOException {
        InputMeaning.Text marked = Tokenizer.ofPairs(open(MARKED, 12), List.of("a", "b"));
        InputMeaning.Text unigram = Tokenizer.ofPairs(open(UNIGRAM, 12), List.of("a", "b"));

        assertThat(Objects.requireNonNull(marked.pair()).separator()).isEqualTo(InputMeaning.Text.NO_SEPARATOR);
        assertThat(Objects.requireNonNull(unigram.pair()).separator()).isEqualTo(InputMeaning.Text.NO_SEPARATOR);
        try (Tokenizer tokenizer = Tokenizer.of(marked)) {
            assertThat(tokenizer.encodeAll(List.of(new Passage("low", "er")))[0])
                    .containsExactly(0, 13, 2, 2, 14, 2);
        }
        try (Tokenizer tokenizer = Tokenizer.of(unigram)) {
            assertThat(tokenizer.encodeAll(List.of(new Passage("low", "w")))[0]).containsExactly(2, 1, 5, 6, 1);
        }
    }
}
