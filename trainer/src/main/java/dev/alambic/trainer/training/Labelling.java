package dev.alambic.trainer.training;

import dev.alambic.data.augment.Augmentation;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import java.util.List;
import java.util.Map;

/** Asks a teacher about every sample of a data set, and keeps what it says in a file. */
public final class Labelling {

    private Labelling() {}

    /**
     * Asks about what the file does not have yet; one that was broken off goes on.
     *
     * @param whole the data as they were read, see {@link Dataset#whole()}
     * @return the number of samples asked about
     */
    public static int write(Teacher teacher, Dataset whole, AnswerStore file) {
        int known = file.rows();
        Augmenter unchanged = new Augmenter(Augmentation.defaults(), new Standardization(List.of(0f), List.of(1f)), 0);
        TeacherAnswers.inFile(file, new TeacherAnswers.Asked(teacher, Map.of()), whole, unchanged, 1);
        return file.rows() - known;
    }
}
