package dev.alambic.trainer.experiment;

import dev.alambic.trainer.training.EpochRecord;
import java.util.List;

/**
 * A network that was trained, or brought along.
 *
 * @param history one record an epoch; empty for one that was brought
 */
record Phase(Network network, List<EpochRecord> history) {}
