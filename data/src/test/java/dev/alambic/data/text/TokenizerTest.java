package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizerTest {

    @TempDir
    private Path folder;

    private static int[] tokens(int length, String text) {
        try (Tokenizer tokenizer = Tokenizer.of(Words.input(length))) {
            return tokenizer.encode(List.of(text))[0];
        }
    }

    @Test
    void aTextIsCutAsTheFileSays() {
        assertThat(tokens(8, "The film was unheard-of")).containsExactly(2, 8, 10, 12, 1, 1, 1, 3);
    }

    @Test
    void aLongTextLosesItsEndAndKeepsTheLastMark() {
        assertThat(tokens(4, "the film was very very good")).containsExactly(2, 8, 10, 3);
    }

    @Test
    void aShortTextIsNotPadded() {
        assertThat(tokens(64, "good")).containsExactly(2, 4, 3);
    }

    @Test
    void theOrderOfManyTextsIsKept() {
        List<String> texts = IntStream.range(0, 1025)
                .mapToObj(i -> i % 2 == 0 ? "good" : "not bad")
                .toList();
        try (Tokenizer tokenizer = Tokenizer.of(Words.input(8))) {
            int[][] tokens = tokenizer.encode(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(tokens[i]).hasSize(i % 2 == 0 ? 3 : 4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"model\":{}}", "{\"model\":{\"type\":\"Sorcery\"}}", "[]"})
    void brokenJsonIsRefusedInOneLine(String json) {
        assertThatThrownBy(() -> Tokenizer.of(new InputMeaning.Text(8, 0, json)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("tokenizer: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileIsOpenedWithItsPadToken() throws IOException {
        Path file = Files.writeString(folder.resolve("t.json"), Words.json());

        assertThat(TokenizerSource.open(file.toString(), 16)).isEqualTo(Words.input(16));
    }

    @Test
    void aModelLendsItsTokenizer() {
        OnnxModel model = OnnxModel.of(GraphText.graph("return x"), 17);
        Path file = folder.resolve("model.onnx");
        ModelInfo.none().withInput(Words.input(8)).applyTo(model).write(file);

        assertThat(TokenizerSource.open(file.toString(), 16)).isEqualTo(Words.input(16));
    }

    @Test
    void aModelWithoutTokenizerIsRefused() {
        Path file = folder.resolve("model.onnx");
        OnnxModel.of(GraphText.graph("return x"), 17).write(file);

        assertThatThrownBy(() -> TokenizerSource.open(file.toString(), 16))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ": the model carries no tokenizer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "text"})
    void aFileOfAnotherKindIsRefusedByName(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("t.json"), content);

        assertThatThrownBy(() -> TokenizerSource.open(file.toString(), 16))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(file + ": not a tokenizer.json: ")
                .hasMessageNotContaining("\n");
    }
}
