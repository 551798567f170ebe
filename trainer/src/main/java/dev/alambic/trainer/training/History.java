package dev.alambic.trainer.training;

import dev.alambic.trainer.spec.PruneSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The epochs of one training so far, and what follows from them alone: which was best, and whether to stop. */
final class History {

    /** Name of the figure that tells which layer map an epoch learnt; there is none where it learnt the answers. */
    static final String LAYER = "layer";

    private final TrainingJob job;
    private final List<EpochRecord> records;

    History(TrainingJob job, List<EpochRecord> records) {
        this.job = job;
        this.records = new ArrayList<>(records);
    }

    void add(EpochRecord epochRecord) {
        records.add(epochRecord);
    }

    List<EpochRecord> records() {
        return Collections.unmodifiableList(records);
    }

    /** Returns the number of epochs done. */
    int epochs() {
        return records.size();
    }

    /** The first epoch whose network has all the sparsity that is asked for. */
    private int firstEligible() {
        PruneSpec prune = job.prune();
        return prune == null ? 1 : prune.endEpoch();
    }

    /**
     * Returns the epoch, from 1, with the best validation accuracy or R², then the lowest validation loss, then the
     * first; 0 if none is eligible yet or there is no validation split.
     */
    int bestEpoch() {
        EpochRecord best = null;
        for (EpochRecord candidate : records) {
            boolean eligible = candidate.epoch() >= firstEligible()
                    && candidate.figure(LAYER) == null
                    && !Double.isNaN(candidate.validationScore());
            if (eligible && (best == null || candidate.isBetterThan(best))) {
                best = candidate;
            }
        }
        return best == null ? 0 : best.epoch();
    }

    boolean isOver() {
        int patience = job.spec().earlyStopping();
        boolean stopped = patience > 0 && bestEpoch() > 0 && epochs() - bestEpoch() >= patience;
        return stopped || epochs() >= job.spec().epochs();
    }
}
