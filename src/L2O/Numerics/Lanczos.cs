using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace L2O.Numerics;

/// <summary>
/// Largest eigenvalues of a symmetric matrix that can only be multiplied by vectors (Lanczos 1950), with every new direction made
/// orthogonal to all before, twice: without that, rounding brings converged eigenvalues back as false copies. Owns nothing between calls;
/// the directions take
/// <c>dimension · steps</c> doubles.
/// </summary>
internal static class Lanczos
{
    private const double Negligible = 1e-12; // of the matrix's size: what is left of a direction when the space is used up

    /// <summary>The algebraically largest eigenvalues, largest first.</summary>
    /// <param name="dimension">Rows of the matrix, positive.</param>
    /// <param name="count">How many, positive; fewer are returned where the matrix, or the space that its products span, is
    /// smaller.</param>
    /// <param name="multiply">Writes matrix times the first vector into the second.</param>
    /// <param name="rng">Draws the start.</param>
    /// <param name="maxSteps">Most products, positive.</param>
    /// <param name="tolerance">Residual, relative to the largest eigenvalue found, at which all of them count as settled.</param>
    /// <returns>The eigenvalues and for each the residual ‖A·v - λ·v‖: an eigenvalue of the matrix lies that near. NaN where a product is
    /// not finite.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public static ImmutableArray<(double Value, double Residual)> LargestEigenvalues(
        int dimension, int count, Action<double[], double[]> multiply, Rng rng, int maxSteps = 60, double tolerance = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSteps);
        ArgumentNullException.ThrowIfNull(multiply);
        ArgumentNullException.ThrowIfNull(rng);
        List<double[]> directions = [Start(dimension, rng)];
        List<double> diagonal = [], offDiagonal = [];
        while (true)
        {
            double[] next = new double[dimension];
            multiply(directions[^1], next);
            double size = TensorPrimitives.Norm<double>(next);
            if (!double.IsFinite(size))
                return [(double.NaN, double.NaN)];
            diagonal.Add(TensorPrimitives.Dot<double>(directions[^1], next));
            Orthogonalize(next, directions);
            double rest = TensorPrimitives.Norm<double>(next);
            var found = Ritz(diagonal, offDiagonal, rest, count);
            bool isUsedUp = directions.Count == dimension || !(rest > Negligible * diagonal.Max(Math.Abs));
            double bound = tolerance * Math.Abs(found[0].Value);
            if (isUsedUp || directions.Count == maxSteps || (found.Length == count && found.All(pair => pair.Residual <= bound)))
                return found;
            TensorPrimitives.Divide(next, rest, next);
            directions.Add(next);
            offDiagonal.Add(rest);
        }
    }

    private static double[] Start(int dimension, Rng rng)
    {
        double[] start = new double[dimension];
        for (int i = 0; i < dimension; i++)
            start[i] = rng.NextNormal();
        TensorPrimitives.Divide(start, TensorPrimitives.Norm<double>(start), start);
        return start;
    }

    private static void Orthogonalize(double[] vector, List<double[]> directions)
    {
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] direction in directions)
                TensorPrimitives.MultiplyAdd(direction, -TensorPrimitives.Dot<double>(direction, vector), vector, vector);
    }

    /// <summary>
    /// Eigenvalues of the tridiagonal matrix, and the residual of each: what is left of the next direction times the eigenvector's last
    /// entry.
    /// </summary>
    private static ImmutableArray<(double Value, double Residual)> Ritz(List<double> diagonal,
        List<double> offDiagonal, double rest, int count)
    {
        int size = diagonal.Count;
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            matrix[i * size + i] = diagonal[i];
            if (i > 0)
                matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = offDiagonal[i - 1];
        }
        (double[] values, double[] vectors) = SymmetricEigen.Decompose(matrix, size);
        return [.. Enumerable.Range(0, Math.Min(count, size))
            .Select(rank => (values[rank], Math.Abs(rest * vectors[rank * size + size - 1])))];
    }
}
