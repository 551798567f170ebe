package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepWordsTest {

    private static StepWords words(String recipe, String... changes) {
        return new StepWords(RecipeReader.read(RecipeSource.find(recipe), List.of(changes)));
    }

    @Test
    void everyStepOfARecipeIsTold() {
        StepWords words = words("breast-cancer");
        assertThat(words.of("teacher").from()).isEmpty();
        assertThat(words.of("teacher").what())
                .isEqualTo("Trained for 40 epochs: a perceptron with hidden layers of 256, 128, 64, 32.");
        assertThat(words.of("student").from()).isEqualTo("teacher");
        assertThat(words.of("student").what())
                .contains("temperature 4 and weighted 0.7 falling to 0.3", "40 % of its weights", "by gradient");
        assertThat(words.of("student-stripped").from()).isEqualTo("student");
        assertThat(words.of("student-fp16").from()).isEqualTo("student-stripped");
        assertThat(words.of("student-int8").what()).contains("up to 256 training samples");
    }

    @Test
    void whatIsNotDoneIsNotTold() {
        StepWords words = words("mnist-edge", "variants.strip=false", "variants.int8=dynamic");
        assertThat(words.of("student").what()).contains("4 convolutions").doesNotContain("falling", "set to zero");
        assertThat(words.of("student-int8").from()).isEqualTo("student");
        assertThat(words.of("student-int8").what()).contains("range of each input");
    }

    @Test
    void whatTheFileDoesNotConfirmIsNotClaimed() {
        StepWords words = words("wine");
        assertThat(words.of("student-fp16", List.of("StoreFloat16")).what()).contains("stored as 16-bit floats");
        assertThat(words.of("student-fp16", List.of("ShortenNames")).what()).contains("Nothing was left to store");
    }

    @Test
    void withoutAStudentTheFormsAreTheTeachers() {
        Recipe recipe = RecipeReader.read(RecipeSource.find("iris"), List.of()).withStudent(null);
        StepWords words = new StepWords(recipe);
        assertThat(words.of("teacher").why()).isEmpty();
        assertThat(words.of("teacher-int8").from()).isEqualTo("teacher-stripped");
    }
}
