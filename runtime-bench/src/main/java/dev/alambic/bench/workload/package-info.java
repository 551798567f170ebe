/** What is to be measured: models, inputs, settings. */
@NullMarked
package dev.alambic.bench.workload;

import org.jspecify.annotations.NullMarked;
