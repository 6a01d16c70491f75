using L2O.Reporting.Styles;

namespace L2O.Reporting.Figures.Models;

/// <summary>Something drawn in a panel.</summary>
/// <param name="Name">For the legend; equal names of a figure are one entry. Empty for no entry.</param>
/// <param name="Key">Decides the color: the optimizer's stored name where it is one's, see <see cref="OptimizerPalette"/>.</param>
internal abstract record SeriesModel(string Name, string Key);
