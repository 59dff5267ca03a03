/*
 * Where items share no memory each computes a block of ROWS x COLUMNS elements in registers. Beyond the last row and column it reads the last one again and writes
 * nothing.
 */
#define ROWS 4
#define COLUMNS 16

#define SUM_BLOCK(column_value) \
    for (int64 depth = 0; depth < inner; depth++) { \
        GLOBAL const number *row_of_b = matrix_b + depth * b_row; \
        for (int j = 0; j < COLUMNS; j++) column_values[j] = conjugated(column_value, conjugate_b); \
        for (int i = 0; i < ROWS; i++) { \
            number row_value = conjugated(matrix_a[min(first_row + i, rows - 1) * a_row + depth * a_column], conjugate_a); \
            for (int j = 0; j < COLUMNS; j++) sums[i][j] = multiply_add(row_value, column_values[j], sums[i][j]); \
        } \
    }

KERNEL product_items(OPERANDS)
{
    int64 blocks_across = (columns + COLUMNS - 1) / COLUMNS;
    int64 first_row = GLOBAL_X / blocks_across * ROWS;
    int64 first_column = GLOBAL_X % blocks_across * COLUMNS;
    if (first_row >= rows) return;
    EACH_PRODUCT {
        GLOBAL const number *matrix_a = BEGIN_OF(a);
        GLOBAL const number *matrix_b = BEGIN_OF(b);
        GLOBAL number *result = BEGIN_OF(into);
        number sums[ROWS][COLUMNS];
        number column_values[COLUMNS];
        for (int i = 0; i < ROWS; i++) for (int j = 0; j < COLUMNS; j++) sums[i][j] = ZERO;

        /* Neighbours in memory are read as vectors. */
        if (b_column == 1 && first_column + COLUMNS <= columns) {
            SUM_BLOCK(row_of_b[first_column + j])
        } else {
            SUM_BLOCK(row_of_b[min(first_column + j, columns - 1) * b_column])
        }
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                if (first_row + i >= rows || first_column + j >= columns) continue;
                STORE(first_row + i, first_column + j, sums[i][j])
            }
        }
    }
}
