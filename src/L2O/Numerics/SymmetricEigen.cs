using MathNet.Numerics.LinearAlgebra;

namespace L2O.Numerics;

/// <summary>Eigenvalues of small symmetric matrices, largest first.</summary>
internal static class SymmetricEigen
{
    /// <summary>All eigenvalues and eigenvectors.</summary>
    /// <param name="matrix">(size, size), symmetric.</param>
    /// <param name="size">Rows.</param>
    /// <returns>(rank) the eigenvalues, largest first, and (rank, row) the eigenvectors; all NaN if an entry is not finite.</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int size)
    {
        double[] values = new double[size], vectors = new double[matrix.Length];
        if (FiniteCheck.FirstNonFinite<double>(matrix) >= 0)
        {
            Array.Fill(values, double.NaN);
            Array.Fill(vectors, double.NaN);
            return (values, vectors);
        }
        var decomposition = Matrix<double>.Build.Dense(size, size, matrix).Evd(Symmetricity.Symmetric);
        for (int rank = 0; rank < size; rank++)
        {
            int column = size - 1 - rank; // the decomposition's order is ascending
            values[rank] = decomposition.EigenValues[column].Real;
            for (int row = 0; row < size; row++)
                vectors[rank * size + row] = decomposition.EigenVectors[row, column];
        }
        return (values, vectors);
    }
}
