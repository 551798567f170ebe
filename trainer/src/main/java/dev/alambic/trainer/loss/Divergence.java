package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;

/** How far the student's opinion q lies from the teacher's p, both being probabilities of classes; in nats but one. */
public enum Divergence {
    /** {@code sum of p log(p / q)}: the student covers all that the teacher thinks possible. */
    KL {
        @Override
        NDArray rows(NDArray teacher, NDArray student) {
            return teacher.exp().mul(teacher.sub(student)).sum(CLASSES);
        }
    },

    /**
     * {@code sum of q log(q / p)}: the student keeps to what the teacher is sure of (Gu et al., MiniLLM,
     * arXiv:2306.08543, section 2.1).
     */
    REVERSE_KL {
        @Override
        NDArray rows(NDArray teacher, NDArray student) {
            return KL.rows(student, teacher);
        }
    },

    /**
     * The mean of both to their middle: bounded by ln 2 (Lin, Divergence measures based on the Shannon entropy, 1991,
     * equation 4.1 with equal weights).
     */
    JENSEN_SHANNON {
        @Override
        NDArray rows(NDArray teacher, NDArray student) {
            NDArray middle = teacher.exp()
                    .add(student.exp())
                    .mul(0.5f)
                    .maximum(Float.MIN_NORMAL)
                    .log();
            return KL.rows(teacher, middle).add(KL.rows(student, middle)).mul(0.5f);
        }
    },

    /** {@code half the sum of |p - q|}, from 0 to 1, without a unit. */
    TOTAL_VARIATION {
        @Override
        NDArray rows(NDArray teacher, NDArray student) {
            return teacher.exp().sub(student.exp()).abs().sum(CLASSES).mul(0.5f);
        }

        @Override
        double softening(double temperature) {
            return temperature;
        }
    };

    private static final int[] CLASSES = {1};

    /**
     * Returns the divergence of each row.
     *
     * @param teacher logarithms of probabilities [batch, classes]
     * @param student of the same shape
     * @return [batch]
     */
    abstract NDArray rows(NDArray teacher, NDArray student);

    /** Returns the factor that keeps the gradient at the size of that of labels when both were softened. */
    double softening(double temperature) {
        return temperature * temperature;
    }
}
