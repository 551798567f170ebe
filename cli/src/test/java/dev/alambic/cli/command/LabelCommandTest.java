package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher is asked once, and students learn from what it said. */
class LabelCommandTest {

    @TempDir
    private Path folder;

    private Path teacher;

    @BeforeEach
    void trainATeacher() throws IOException {
        Path run = folder.resolve("teacher");
        assertThat(Outcome.of("train", "iris", "--set", "teacher.training.epochs=2", "--out", run.toString())
                        .code())
                .isZero();
        teacher = folder.resolve("teacher.onnx");
        Files.copy(run.resolve("models").resolve("teacher.onnx"), teacher);
    }

    private Outcome distilled(Path answers, String data) throws IOException {
        Path recipe = folder.resolve("student.yaml");
        Files.writeString(recipe, """
                name: student
                data: {source: %DATA}
                teacher: {file: %TEACHER}
                student:
                  training: {epochs: 2}
                  distill: {answers: %ANSWERS}
                """.replace("%DATA", data)
                .replace("%TEACHER", teacher.toString())
                .replace("%ANSWERS", answers.toString()));
        return Outcome.of(
                "distill",
                recipe.toString(),
                "--out",
                folder.resolve("out" + System.nanoTime()).toString());
    }

    @Test
    void aStudentLearnsFromAnswersThatWereWritten() throws IOException {
        Outcome labelled = Outcome.of("label", teacher.toString(), "--data", "iris", "--out", folder + "/answers/");
        assertThat(labelled.code()).as(labelled.err()).isZero();
        Path answers = folder.resolve("answers").resolve("teacher.answers");
        assertThat(labelled.out()).contains("answers to 150 samples of iris").contains(answers.toString());
        assertThat(Files.size(answers)).isBetween(150 * 3 * 4L, 150 * 3 * 4L + 300);

        assertThat(distilled(answers, "iris").code()).isZero();
        Outcome again = Outcome.of("label", teacher.toString(), "--data", "iris", "--out", answers.toString());
        assertThat(again.out()).contains("(0 of them asked now)");
    }

    @Test
    void answersToOtherDataAreRefused() throws IOException {
        Path answers = folder.resolve("a.answers");
        assertThat(Outcome.of("label", teacher.toString(), "--data", "iris", "--float16", "--out", answers.toString())
                        .code())
                .isZero();
        Path other = folder.resolve("other.csv");
        StringBuilder rows = new StringBuilder("sepal_length,sepal_width,petal_length,petal_width,species\n");
        for (int i = 0; i < 90; i++) {
            rows.append(i % 7)
                    .append(',')
                    .append(i % 4)
                    .append(',')
                    .append(i % 5)
                    .append(',')
                    .append(i % 6)
                    .append(',');
            rows.append(i % 3 == 0 ? "setosa" : i % 3 == 1 ? "versicolor" : "virginica")
                    .append('\n');
        }
        Files.writeString(other, rows);

        Outcome refused = distilled(answers, other.toString());

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("answers of another teacher, or to other data");
    }

    /** Three logits whole take less room than two with their places. */
    @Test
    void ofFewClassesAllAreKept() throws IOException {
        Path answers = folder.resolve("top.answers");
        Outcome labelled =
                Outcome.of("label", teacher.toString(), "--data", "iris", "--top", "2", "--out", answers.toString());
        assertThat(labelled.code()).as(labelled.err()).isZero();
        assertThat(Files.size(answers)).isBetween(150 * 3 * 4L, 150 * 3 * 4L + 300);
        assertThat(distilled(answers, "iris").code()).isZero();
    }

    @Test
    void withoutDataThereIsNothingToAskAbout() {
        Outcome refused = Outcome.of("label", teacher.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("no data (expected --data)");
    }
}
