package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Splits;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.data.text.WordPieceTrainer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.UsageException;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes whose student keeps the tokens alone that it saw. */
class SeenVocabularyPipelineTest {

    @TempDir
    private Path folder;

    private Recipe recipe(String data) {
        return RecipeReader.read(new RecipeSource("seen.yaml", """
                        name: seen
                        data: {source: DATA, test: 0.3, validation: 0.2}
                        teacher:
                          network: {type: bert, layers: 2, hidden: 16, heads: 2}
                          training: {epochs: 1}
                        student:
                          network: {type: teacher, layers: [0]}
                          training: {epochs: 1}
                          distill: {temperature: 2}
                        control: false
                        export: {vocabulary: seen}
                        variants: {strip: false, fp16: none, int8: dynamic}
                        """.replace("DATA", data), Optional.empty()), List.of());
    }

    private static int tokens(RunFolder run, String model) {
        InputMeaning input = Objects.requireNonNull(
                ModelInfo.of(OnnxModel.read(run.model(model))).input());
        return TokenizerSource.tokens((InputMeaning.Text) input);
    }

    private Recipe ofTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        StringBuilder rows = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < 40; i++) {
            String text = i % 2 == 0 ? "a game of chess number " + i : "a mail client number " + i;
            texts.add(text);
            rows.append(text).append('\t').append(i % 2 == 0 ? "game" : "mail").append('\n');
        }
        texts.addAll(List.of("some words beside them", "other words that stay beside them"));
        Files.writeString(folder.resolve("texts.tsv"), rows);
        Files.writeString(
                folder.resolve("tokenizer.json"),
                WordPieceTrainer.train("texts", texts, 120, 12).tokenizer());
        Recipe recipe = recipe(folder.resolve("texts.tsv").toString());
        return recipe.withData(recipe.data()
                .withTokenizer(folder.resolve("tokenizer.json").toString())
                .withLength(12));
    }

    @Test
    void theStudentAndItsFormsAreMeasuredInTheirOwnTokens() throws IOException {
        Recipe recipe = ofTexts();
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);
        Splits splits = RunData.of(recipe);

        Map<String, TaskMetrics> quality =
                new Pipeline(run, splits, EngineOptions.defaults().withThreads(1), Listener.NONE).quality();

        assertThat(quality).containsOnlyKeys("teacher", "student", "student-int8");
        assertThat(tokens(run, "student")).isLessThan(tokens(run, "teacher")).isEqualTo(tokens(run, "student-int8"));
        Splits own = new ModelSplits(run, recipe, splits).of("student-int8");
        assertThat(((InputMeaning.Text) own.test().input()).tokenizer())
                .isNotEqualTo(((InputMeaning.Text) splits.test().input()).tokenizer());
        assertThat(own.test().classCounts()).isEqualTo(splits.test().classCounts());
    }

    @Test
    void dataWithoutTextsAreRefusedBeforeAnythingIsTrained() {
        Recipe recipe = recipe("iris");
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);
        Splits splits = RunData.of(recipe);

        assertThatThrownBy(() -> new Pipeline(run, splits, EngineOptions.defaults(), Listener.NONE).quality())
                .isInstanceOf(UsageException.class)
                .hasMessage("recipe: export.vocabulary is for texts (the input of iris is of kind table)");
        assertThat(run.hasModel("teacher")).isFalse();
    }
}
