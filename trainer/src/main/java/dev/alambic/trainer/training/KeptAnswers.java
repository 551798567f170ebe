package dev.alambic.trainer.training;

import ai.djl.ndarray.types.Shape;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.set.Dataset;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.loss.Tap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a teacher is asked for, and where its answers are kept.
 *
 * @param shapes of the values inside the teacher, batch first
 * @param file beside the checkpoint, so that a training that is resumed does not ask again; null = in memory
 * @param key what the answers are of, one line
 * @param written answers that were written before; null = it is asked
 */
record KeptAnswers(
        Map<Tap, Shape> shapes,
        @Nullable Path file,
        String key,
        @Nullable AnswerStore written) {

    /** Bytes of answers above which a teacher is asked again and again. */
    private static final long MOST_IN_MEMORY = 1L << 28;

    private static final long MOST_IN_FILE = 1L << 32;

    List<Tap> taps() {
        return List.copyOf(shapes.keySet());
    }

    /** @param copies fixed copies of each sample; 0 = they are new each time */
    TeacherAnswers open(Teacher teacher, Dataset data, Augmenter augmenter, int copies) {
        TeacherAnswers.Asked asked = new TeacherAnswers.Asked(teacher, named());
        if (written != null) {
            return written(asked, data, copies, written);
        }
        double bytes = (double) Float.BYTES * asked.width() * data.size() * copies;
        if (copies == 0 || bytes > (file == null ? MOST_IN_MEMORY : MOST_IN_FILE)) {
            return TeacherAnswers.live(asked);
        }
        if (file == null) {
            return TeacherAnswers.inMemory(asked, data, augmenter, copies);
        }
        AnswerStore store = AnswerStore.open(
                file, key + " values=" + asked.names() + " copies=" + copies, asked.width(), AnswerStore.Form.whole());
        return TeacherAnswers.inFile(store, asked, data, augmenter, copies);
    }

    private static TeacherAnswers written(TeacherAnswers.Asked asked, Dataset data, int copies, AnswerStore store) {
        if (copies != 1) {
            throw new IllegalArgumentException("answers: they are to samples as they are (expected a training without"
                    + " augmentation, or a teacher that is asked)");
        }
        if (!asked.taps().isEmpty()) {
            throw new IllegalArgumentException(
                    "answers: they hold no values inside the teacher (expected none, was " + asked.names() + ")");
        }
        return TeacherAnswers.written(store, asked, data);
    }

    private Map<String, Shape> named() {
        Map<String, Shape> named = new LinkedHashMap<>();
        List<String> names = ValuePairs.names(shapes.keySet());
        int at = 0;
        for (Shape shape : shapes.values()) {
            named.put(names.get(at++), shape);
        }
        return named;
    }
}
