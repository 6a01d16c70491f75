global using Adam = L2O.Optimizers.Rules.Adam;
