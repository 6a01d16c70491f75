using System.Collections.Immutable;
using static L2O.Data.Digits.DigitStroke;

namespace L2O.Data.Digits;

/// <summary>How each digit is written: several skeletons a class, drawn by hand for this project.</summary>
internal static class DigitSkeletons
{
    /// <summary>(class, variant): the strokes.</summary>
    public static ImmutableArray<ImmutableArray<ImmutableArray<DigitStroke>>> All { get; } =
        [Zero(), One(), Two(), Three(), Four(), Five(), Six(), Seven(), Eight(), Nine()];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Zero() =>
    [
        [Curve(.50, .00, .24, .12, .12, .50, .24, .88, .50, 1.0, .76, .88, .88, .50, .76, .12, .50, .00)],
        [Curve(.62, .05, .32, .10, .17, .50, .34, .93, .60, .95, .82, .55, .72, .12, .42, .04)],
        [Curve(.70, .14, .45, .00, .20, .30, .18, .75, .42, 1.0, .72, .80, .84, .35, .66, .05, .50, .10)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> One() =>
    [
        [Lines(.50, .00, .50, 1.0)],
        [Curve(.53, .00, .50, .35, .47, .70, .50, 1.0)],
        [Lines(.33, .20, .52, .00, .52, 1.0)],
        [Lines(.32, .22, .52, .00, .52, 1.0), Lines(.28, 1.0, .76, 1.0)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Two() =>
    [
        [Curve(.15, .22, .30, .04, .55, .00, .78, .13, .78, .35, .55, .64, .15, 1.0), Lines(.15, 1.0, .86, .99)],
        [Curve(.20, .20, .40, .02, .70, .06, .78, .30, .60, .60, .35, .88, .18, .97, .12, .86, .28, .80, .50, .91, .70, 1.0, .94, .92)],
        [Curve(.18, .14, .50, .00, .76, .18, .66, .48, .38, .74, .14, .96), Curve(.14, .96, .40, .88, .62, .98, .90, .94)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Three() =>
    [
        [Curve(.18, .12, .45, .00, .75, .10, .74, .33, .42, .47), Curve(.42, .47, .78, .56, .82, .82, .50, 1.0, .15, .88)],
        [Lines(.20, .03, .78, .02, .44, .40), Curve(.44, .40, .78, .52, .82, .80, .50, 1.0, .16, .90)],
        [Curve(.22, .06, .60, .00, .74, .22, .56, .42, .36, .47, .62, .52, .78, .72, .62, .95, .36, 1.0, .16, .92)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Four() =>
    [
        [Lines(.28, .02, .14, .60, .88, .58), Lines(.70, .22, .64, 1.0)],
        [Lines(.66, .00, .10, .66, .92, .66), Lines(.66, .00, .66, 1.0)],
        [Curve(.22, .00, .15, .32, .28, .54, .52, .56, .76, .48), Lines(.82, .00, .76, .48, .70, 1.0)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Five() =>
    [
        [Lines(.82, .02, .30, .04, .22, .45), Curve(.22, .45, .50, .36, .80, .52, .78, .84, .48, 1.0, .15, .90)],
        [Curve(.84, .03, .50, .03, .29, .14, .27, .40, .56, .48, .78, .66, .68, .92, .40, 1.0, .14, .92)],
        [Lines(.34, .04, .26, .44), Curve(.26, .44, .58, .42, .76, .62, .66, .90, .38, 1.0, .16, .94), Lines(.34, .04, .88, .00)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Six() =>
    [
        [Curve(.68, .00, .38, .20, .20, .55, .22, .85, .48, 1.0, .75, .88, .78, .65, .52, .52, .25, .70)],
        [Curve(.55, .00, .32, .38, .20, .74, .40, .99, .68, .92, .72, .70, .50, .58, .24, .76)],
        [Curve(.80, .06, .52, .02, .26, .28, .16, .66, .34, .97, .64, .96, .80, .74, .62, .54, .34, .60, .20, .78)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Seven() =>
    [
        [Lines(.12, .05, .85, .04, .40, 1.0)],
        [Lines(.12, .05, .85, .04, .42, 1.0), Lines(.32, .52, .78, .48)],
        [Lines(.14, .22, .17, .06, .84, .04), Curve(.84, .04, .62, .38, .46, .70, .42, 1.0)],
        [Curve(.12, .14, .34, .04, .62, .08, .84, .02), Curve(.84, .02, .68, .40, .58, .70, .54, 1.0)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Eight() =>
    [
        [Curve(.75, .15, .50, .00, .25, .17, .40, .42, .70, .65, .75, .87, .48, 1.0, .20, .86, .28, .62, .60, .42, .77, .20, .70, .08)],
        [
            Curve(.50, .00, .28, .10, .26, .33, .50, .46, .74, .33, .72, .10, .50, .00),
            Curve(.50, .46, .22, .60, .20, .88, .50, 1.0, .80, .88, .78, .60, .50, .46),
        ],
        [Curve(.82, .08, .50, .02, .28, .20, .46, .44, .66, .66, .62, .92, .40, 1.0, .26, .84, .38, .62, .62, .38, .84, .12)],
    ];

    private static ImmutableArray<ImmutableArray<DigitStroke>> Nine() =>
    [
        [Curve(.78, .20, .50, .00, .22, .15, .22, .40, .48, .52, .76, .35, .78, .18), Lines(.78, .18, .74, .60, .66, 1.0)],
        [Curve(.78, .18, .52, .00, .24, .14, .24, .38, .50, .48, .78, .30), Curve(.78, .18, .80, .55, .62, .92, .26, .96)],
        [Curve(.70, .06, .40, .04, .20, .26, .34, .48, .60, .42, .74, .12), Curve(.74, .12, .64, .50, .54, 1.0)],
    ];
}
