package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.run.UsageException;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    private static final RecipeSource SOURCE = new RecipeSource("r.yaml", """
            name: small
            teacher:
              network: {type: mlp, hidden: [8, 4]}
            student:
              distill: {temperature: 4}
            """, Optional.empty());

    private static Recipe with(String... assignments) {
        return RecipeReader.read(SOURCE, List.of(assignments));
    }

    private static StudentSpec student(String assignment) {
        return Objects.requireNonNull(with(assignment).student());
    }

    private static void refuses(String assignment, String message) {
        assertThatThrownBy(() -> with(assignment))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void aValueIsReplaced() {
        assertThat(student("student.distill.temperature=2.5").distill())
                .isEqualTo(DistillSpec.defaults().withTemperature(2.5));
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(with("seed=3", "seed=4").seed()).isEqualTo(4);
    }

    @Test
    void whatTheRecipeLeavesOutCanBeSet() {
        assertThat(student("student.training.optimizer.type=sgd")
                        .training()
                        .optimizer()
                        .learningRate())
                .isEqualTo(0.05);
        assertThat(student("student.prune={sparsity: 0.25}").prune())
                .isEqualTo(PruneSpec.defaults().withSparsity(0.25));
    }

    @Test
    void aNumberAloneIsConstant() {
        assertThat(student("student.distill.alpha=0.9").distill())
                .isEqualTo(DistillSpec.defaults().withAlpha(WeightSchedule.constant(0.9)));
    }

    @Test
    void listsAreSetByPositionOrWhole() {
        assertThat(with("teacher.network.hidden[1]=16").teacher().network()).isEqualTo(NetworkSpec.mlp(8, 16));
        assertThat(with("teacher.network.hidden.0=16").teacher().network()).isEqualTo(NetworkSpec.mlp(16, 4));
        assertThat(with("teacher.network.hidden=[5]").teacher().network()).isEqualTo(NetworkSpec.mlp(5));
    }

    @Test
    void aPartIsTakenOut() {
        assertThat(student("student.distill=null").distill()).isNull();
    }

    @Test
    void aMistakeIsNamedAsItWasTyped() {
        refuses(
                "student.distil.temperature=3",
                "--set student.distil.temperature=3: unknown key 'student.distil', did you mean 'distill'?");
        refuses(
                "student.distill.temperature=warm",
                "--set student.distill.temperature=warm: key 'student.distill.temperature': expected a number, "
                        + "was 'warm'");
        refuses("seed", "--set seed: expected path=value, for example student.distill.temperature=3");
        refuses("student..x=1", "--set student..x=1: the path has an empty part");
        refuses(
                "teacher.network.hidden[2]=1",
                "--set teacher.network.hidden[2]=1: '2' is no position in the list at r.yaml:3 (expected 0 to 1)");
        refuses("name.first=1", "--set name.first=1: nothing can be set inside 'small' (r.yaml:1)");
    }

    @Test
    void controlIsLeftToTheRunUnlessItIsSaid() {
        assertThat(with().control()).isEqualTo(Control.AUTO);
        assertThat(with("control=false").control()).isEqualTo(Control.FALSE);
        assertThat(with("student.distill.alpha=0.5", "control=true").control()).isEqualTo(Control.TRUE);
    }
}
