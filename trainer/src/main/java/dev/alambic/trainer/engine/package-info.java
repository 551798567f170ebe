/** How DJL's PyTorch engine is started and where training runs: threads, device, memory allocation, seeds. */
@NullMarked
package dev.alambic.trainer.engine;

import org.jspecify.annotations.NullMarked;
