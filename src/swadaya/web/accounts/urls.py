"""Addresses of people: the names are allauth's where its views ask for them, the words are ours."""

from __future__ import annotations

from allauth.mfa.recovery_codes.views import download_recovery_codes
from django.urls import URLPattern, path

from . import account, history, invitations, login, people, switch_person

urlpatterns: list[URLPattern] = [
    path("masuk/", login.sign_in, name="account_login"),
    path("masuk/dua-langkah/", login.second_step, name="mfa_authenticate"),
    path("masuk/lupa/", login.forgotten, name="lupa"),
    path("masuk/lupa/selesai/", login.renewed, name="lupa-selesai"),
    path("keluar/", login.sign_out, name="account_logout"),
    path("ganti-orang/", switch_person.page, name="ganti-orang"),
    path("ganti-orang/<uuid:public_id>/", switch_person.enter, name="ganti-orang-masuk"),
    path("ganti-orang/<uuid:public_id>/lupakan/", switch_person.forget, name="ganti-orang-lupakan"),
    path("akun/", account.page, name="akun"),
    path("akun/sandi/", account.change_secret, name="akun-sandi"),
    path("akun/pastikan/", login.confirm, name="account_reauthenticate"),
    path("akun/pastikan/kode/", login.confirm_by_code, name="mfa_reauthenticate"),
    path("akun/dua-langkah/", account.SecondStepIndex.as_view(), name="mfa_index"),
    path("akun/dua-langkah/pasang/", account.Install.as_view(), name="mfa_activate_totp"),
    path("akun/dua-langkah/lepas/", account.TakeOff.as_view(), name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode-pemulihan/", account.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "akun/dua-langkah/kode-pemulihan/baru/", account.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("akun/dua-langkah/kode-pemulihan/unduh/", download_recovery_codes, name="mfa_download_recovery_codes"),
    path("akun/perangkat/", account.Devices.as_view(), name="usersessions_list"),
    path("akun/perangkat/<int:number>/akhiri/", account.end_device, name="perangkat-akhiri"),
    path("undangan/", invitations.page, name="undangan"),
    path("undangan/baru/", invitations.invite, name="undangan-baru"),
    path("undangan/<int:number>/tarik/", invitations.withdraw, name="undangan-tarik"),
    path("undangan/terima/<str:word>/", invitations.accept, name="undangan-terima"),
    path("orang/", people.page, name="orang"),
    path("orang/<uuid:public_id>/", people.one, name="orang-satu"),
    path("orang/<uuid:public_id>/peran/", people.give, name="orang-beri"),
    path("orang/<uuid:public_id>/peran/<int:number>/akhiri/", people.end, name="orang-akhiri"),
    path("orang/<uuid:public_id>/kode/", people.code, name="orang-kode"),
    path("orang/<uuid:public_id>/kontak/", people.contact, name="orang-kontak"),
    path("orang/<uuid:public_id>/langkah-kedua/", people.take_off, name="orang-langkah-kedua"),
    path("orang/<uuid:public_id>/tutup/", people.close, name="orang-tutup"),
    path("riwayat/", history.in_regions, name="riwayat"),
    path("riwayat/saya/", history.own, name="riwayat-saya"),
    path("riwayat/<str:jenis>/<str:kunci>/", history.of_object, name="riwayat-benda"),
]
