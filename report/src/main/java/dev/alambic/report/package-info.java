/** Charts and one page from the records of a run. */
@NullMarked
package dev.alambic.report;

import org.jspecify.annotations.NullMarked;
