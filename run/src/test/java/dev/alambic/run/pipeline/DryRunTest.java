package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static DryRun tried(String course) {
        Recipe recipe =
                RecipeReader.read(new RecipeSource("petals.yaml", """
                name: petals
                data: {source: digits}
                teacher: {network: {type: mlp, hidden: [32]}, training: {epochs: 30, batchSize: 16}}
                student:
                  network: {type: mlp, hidden: [8]}
                  training: {epochs: 50, batchSize: 8, accumulate: 2, warmupEpochs: 5, optimizer: {type: sgd}}
                  distill: {}
                  prune: {startEpoch: 5, endEpoch: 20}
                  course: %s
                """.formatted(course), Optional.empty()), List.of());
        return DryRun.of(recipe, RunData.of(recipe), EngineOptions.defaults());
    }

    @Test
    void eachNetworkIsCountedByItsOwnEpochsAndWeights() {
        DryRun tried = tried("once");
        DryRun.Phase teacher = tried.phases().get(0);
        DryRun.Phase student = tried.phases().get(1);
        assertThat(tried.phases()).hasSize(2);
        assertThat(teacher.name()).isEqualTo("teacher");
        assertThat(teacher.epochs()).isEqualTo(30);
        assertThat(teacher.steps()).isEqualTo(79); // 1,258 samples by 16
        assertThat(student.epochs()).isEqualTo(50);
        assertThat(student.steps()).isEqualTo(79); // by twice 8
        long weights = student.parameters() == null ? 0 : student.parameters();
        assertThat(student.trainingBytes()).as("weight, gradient, momentum").isEqualTo(3 * 4 * weights);
        assertThat(teacher.answerBytes()).isZero();
        assertThat(student.answerBytes()).isEqualTo(1258 * 10 * 4);
        assertThat(tried.seconds())
                .isCloseTo(30 * teacher.secondsAnEpoch() + 50 * student.secondsAnEpoch(), within(1e-9))
                .isPositive();
    }

    @Test
    void networksBetweenTeacherAndStudentAreCountedToo() {
        DryRun tried = tried("{type: stages, assistants: [{network: {type: mlp, hidden: [16]}}]}");
        assertThat(tried.phases()).extracting(DryRun.Phase::name).containsExactly("teacher", "assistant-1", "student");
    }
}
