package dev.alambic.report.run;

import java.util.List;

/**
 * Where two models answer differently on the test split.
 *
 * @param samples that both answered
 * @param differing how many of them they answer differently
 * @param teacherRight how many of those the teacher alone has right
 * @param studentRight how many of those the student alone has right
 * @param examples those that both are surest of first
 */
public record Disagreements(
        String teacher,
        String student,
        int samples,
        int differing,
        int teacherRight,
        int studentRight,
        List<Example> examples) {

    /**
     * One sample.
     *
     * @param index in the test split, from 0
     * @param truth name of the right class
     * @param shown what was to be classified
     */
    public record Example(int index, String truth, Answer teacher, Answer student, Shown shown) {}

    /** An answer and its probability, 0 to 1. */
    public record Answer(String label, double probability) {}

    /**
     * A sample for people to look at; one of the three is not empty.
     *
     * @param png an image in Base64
     * @param text the text, as the model reads it
     * @param row a table's values
     */
    public record Shown(String png, String text, List<Cell> row) {
        public Shown {
            row = List.copyOf(row);
            if (!png.matches("[A-Za-z0-9+/]*=*")) {
                throw new IllegalArgumentException("png: an image in Base64 (was '" + png + "')");
            }
        }

        public static Shown image(String png) {
            return new Shown(png, "", List.of());
        }

        public static Shown text(String text) {
            return new Shown("", text, List.of());
        }

        public static Shown row(List<Cell> row) {
            return new Shown("", "", row);
        }
    }

    /**
     * A value of a table.
     *
     * @param deviation how many standard deviations it lies above the mean of the split
     */
    public record Cell(String column, double value, double deviation) {}

    public Disagreements {
        examples = List.copyOf(examples);
    }
}
