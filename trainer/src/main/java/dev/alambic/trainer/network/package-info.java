/** Networks as DJL blocks: from their specification, with the preprocessing as their first layer, and their weights. */
@NullMarked
package dev.alambic.trainer.network;

import org.jspecify.annotations.NullMarked;
