package dev.alambic.run.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.set.Splits;
import dev.alambic.run.UsageException;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.spec.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstRecipeTest {

    @TempDir
    private Path folder;

    private FirstRecipe recipe(String name, TableOptions options, String header, IntFunction<String> row)
            throws IOException {
        String rows = IntStream.range(0, 60).mapToObj(row).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve(name), header + "\n" + rows);
        return FirstRecipe.of(TableSight.of(file, options, null), options);
    }

    private Recipe written(FirstRecipe recipe) {
        Path file = folder.resolve(recipe.name() + ".yaml");
        recipe.write(file, false);
        return RecipeReader.read(RecipeSource.ofFile(file), List.of());
    }

    @Test
    void whatIsWrittenReadsTheDataAsTheyWereSeen() throws IOException {
        FirstRecipe first = recipe(
                "my data (1).csv",
                TableOptions.seen(),
                "id;it's: a, name;joined;size;no;y",
                i -> i + ";" + (i % 3 == 0 ? "red" : "#1 'b'") + ";" + (i % 28 + 1) + ".3.2024;"
                        + (i == 5 ? "" : i + ",5") + ";7;" + (i == 9 ? "" : i % 2));

        Recipe recipe = written(first);
        assertThat(recipe.name()).isEqualTo("my-data-1");
        assertThat(recipe.data().label()).isEqualTo("y");
        assertThat(recipe.data().columns())
                .containsEntry("id", "skip")
                .containsEntry("it's: a, name", "category")
                .containsEntry("joined", "date d.M.yyyy")
                .containsEntry("size", "number")
                .containsEntry("no", "skip");
        Splits splits = RunData.of(recipe);
        assertThat(splits.train().size()
                        + splits.validation().size()
                        + splits.test().size())
                .isEqualTo(59);
        assertThat(splits.train().sampleSize()).isEqualTo(7);
    }

    @Test
    void whatWasToldIsWritten() throws IOException {
        TableOptions told =
                TableOptions.seen().withSeparator('|').withDecimal(',').withEncoding(TableOptions.encodingOf("latin1"));
        Recipe recipe = written(recipe("d.csv", told, "a|y", i -> i + ",5|" + i % 2));

        assertThat(recipe.data().table())
                .isEqualTo(told.withColumns(recipe.data().columns()));
        assertThat(RunData.of(recipe).train().sampleSize()).isEqualTo(1);
    }

    @Test
    void textsGetNetworksOverTheirOwnWordPieces() throws IOException {
        FirstRecipe first = recipe(
                "r.jsonl.csv", TableOptions.seen(), "t,stars", i -> "the film number " + i + " was good," + i % 2);

        Recipe recipe = written(first);
        assertThat(recipe.data().text()).containsExactly("t");
        assertThat(recipe.data().vocabulary()).isEqualTo(2000);
        assertThat(recipe.teacher().network()).isInstanceOf(NetworkSpec.TextCnn.class);
        assertThat(recipe.student()).isNotNull();
    }

    @Test
    void aNumberToLearnIsRegression() throws IOException {
        FirstRecipe first = recipe("d.csv", TableOptions.seen(), "a,price", i -> i % 7 + "," + i + ".25");

        assertThat(first.text())
                .contains("task: regression # 'price' has 60 different numbers\n")
                .contains("  target: price # numbers");
    }

    @Test
    void aRecipeThatIsThereStays() throws IOException {
        FirstRecipe first = recipe("d.csv", TableOptions.seen(), "a,y", i -> i + ".5," + i % 2);
        Path file = Files.writeString(folder.resolve("d.yaml"), "mine");

        assertThatThrownBy(() -> first.write(file, false))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": is there already (--force replaces it, -o writes another)");
        assertThat(file).hasContent("mine");
        first.write(file, true);
        assertThat(file).hasContent(first.text());
    }

    @ParameterizedTest
    @CsvSource({"churn.csv, churn", "A b.TSV.gz, A-b", "größe.jsonl, gr-e", "x.y.csv, x.y", "-.csv, data"})
    void theNameIsThatOfTheFile(String file, String name) {
        assertThat(FirstRecipe.nameOf(Path.of("some", file))).isEqualTo(name);
    }
}
