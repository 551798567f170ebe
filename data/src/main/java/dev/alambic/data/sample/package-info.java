/** Samples without labels, for prediction and calibration. */
@NullMarked
package dev.alambic.data.sample;

import org.jspecify.annotations.NullMarked;
